import { shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { placeStatuses, type Seat, type Service, type Snapshot } from '#reception';
import { Button, Card, Form, Inline, StaffPage, Tag } from '#ui';

function SeatButton({ seat, staff }: { seat: Seat; staff: Staff }) {
  const mine = seat.staffId === staff.staffId;
  return (
    <Form action={`/counter/${seat.id}/sit`} layout="row">
      <Button kind={mine ? 'filled' : 'outline'} icon="seat">
        {`席${seat.number}${mine ? '(いまの席)' : ''}`}
      </Button>
      {seat.staffId !== null && !mine && <Tag tone="plain">使用中</Tag>}
    </Form>
  );
}

/** A place with its seats. */
function Place({ service, snapshot, staff }: { service: Service; snapshot: Snapshot; staff: Staff }) {
  return (
    <Card>
      <h2>{service.id}</h2>
      <Inline>
        {snapshot.seats
          .filter(({ serviceId }) => serviceId === service.id)
          .map((seat) => (
            <SeatButton key={seat.id} seat={seat} staff={staff} />
          ))}
      </Inline>
    </Card>
  );
}

/** Where staff say at which seat they work: the places of their department, and the others folded. */
export function SeatsPage(props: { snapshot: Snapshot; staff: Staff; inventory: Inventory }) {
  const { snapshot, staff, inventory } = props;
  const services = placeStatuses(snapshot).map(({ service }) => service);
  const isOwn = ({ id, departments }: Service): boolean =>
    staff.counters.length > 0 ? staff.counters.includes(id) : departments.includes(staff.department);
  const own = services.filter(isOwn);
  const others = services.filter((service) => !isOwn(service));
  const place = (service: Service) => <Place key={service.id} service={service} snapshot={snapshot} staff={staff} />;
  return (
    <StaffPage title="席を選ぶ" language="ja" staff={shownStaff(staff, inventory)} nav="counter">
      <h1>席を選んでください</h1>
      <p>使用中の席を選ぶと、その席を引き継ぎます。</p>
      <div className="seat-places">{own.map(place)}</div>
      {staff.counters.length > 0 && (
        <p className="mut">担当の窓口だけに座れます。担当を変えるときは、職員の登録をする人(管理)に頼んでください。</p>
      )}
      {staff.counters.length === 0 && others.length > 0 && (
        <details className="more-places" open={own.length === 0}>
          <summary>{own.length === 0 ? '窓口' : `ほかの課の窓口 ${others.length}`}</summary>
          <div className="seat-places">{others.map(place)}</div>
        </details>
      )}
    </StaffPage>
  );
}
