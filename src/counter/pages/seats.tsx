import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { placeStatuses, type Seat, type Snapshot } from '#reception';
import { Button, Card, Form, Inline, Stack, StaffPage, Tag } from '#ui';
import { shownStaff } from './frame.ts';

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

/** Where staff say at which seat they work; their own department comes first. */
export function SeatsPage(props: { snapshot: Snapshot; staff: Staff; inventory: Inventory }) {
  const { snapshot, staff, inventory } = props;
  const services = placeStatuses(snapshot).map(({ service }) => service);
  const isOwn = ({ departments }: (typeof services)[number]): boolean => departments.includes(staff.department);
  const ordered = [...services.filter(isOwn), ...services.filter((service) => !isOwn(service))];
  return (
    <StaffPage title="席を選ぶ" language="ja" staff={shownStaff(staff, inventory)} nav="counter">
      <h1>席を選んでください</h1>
      <p>使用中の席を選ぶと、その席を引き継ぎます。</p>
      <Stack>
        {ordered.map((service) => (
          <Card key={service.id}>
            <h2>{service.id}</h2>
            <Inline>
              {snapshot.seats
                .filter(({ serviceId }) => serviceId === service.id)
                .map((seat) => (
                  <SeatButton key={seat.id} seat={seat} staff={staff} />
                ))}
            </Inline>
          </Card>
        ))}
      </Stack>
    </StaffPage>
  );
}
