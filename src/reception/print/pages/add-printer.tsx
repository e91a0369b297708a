import { printerKinds } from '#platform/print';
import { Button, Card, ErrorSummary, Form, type FormError, SelectField, Stack, TextField } from '#ui';

/** What was typed for a new printer. */
export interface TypedPrinter {
  readonly name: string;
  readonly kind: string;
  readonly address: string;
  readonly columns: string;
}

export interface PrinterForm {
  readonly typed?: TypedPrinter;
  readonly problems?: readonly FormError[];
}

const kinds = Object.entries(printerKinds).map(([value, label]) => ({ value, label }));

const widths = [
  { value: '48', label: '80mm(48文字)' },
  { value: '42', label: '80mm(42文字)' },
  { value: '32', label: '58mm(32文字)' },
];

/** Asks for a new printer. */
export function AddPrinter({ action, typed, problems = [] }: PrinterForm & { readonly action: string }) {
  const errorOf = (name: string) => problems.find((problem) => problem.name === name)?.message;
  return (
    <Card>
      <Stack>
        <h2>新しいプリンターを加える</h2>
        <ErrorSummary errors={problems} language="ja" />
        <Form action={action}>
          <TextField
            name="name"
            label="名前"
            hint="例：1階 正面入口"
            language="ja"
            maxLength={40}
            required
            value={typed?.name}
            error={errorOf('name')}
          />
          <SelectField name="kind" label="プリンターの種類" language="ja" options={kinds} value={typed?.kind} />
          <TextField
            name="address"
            label="アドレス"
            hint="9100番のプリンターだけ入れます。例：192.168.10.21。ほかの種類では、加えたあとに表示するアドレスをプリンターに入れます。"
            language="ja"
            maxLength={260}
            autoComplete="off"
            value={typed?.address}
            error={errorOf('address')}
          />
          <SelectField name="columns" label="紙の幅" language="ja" options={widths} value={typed?.columns} />
          <Button>プリンターを加える</Button>
        </Form>
      </Stack>
    </Card>
  );
}
