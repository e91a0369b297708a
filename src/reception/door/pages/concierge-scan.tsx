import { Button, Form, Stack, TabletPage, TextField } from '#ui';

/** The camera of the tablet reads the code of a visitor: on a phone, on a sheet filled in by hand, on a confirmation. */
export function ConciergeScanPage({ commandId }: { commandId: string }) {
  return (
    <TabletPage
      title="コードを読む"
      language="ja"
      scripts={['scan']}
      status={
        <Button kind="outline" href="/concierge">
          総合案内へ
        </Button>
      }
    >
      <div className="map-page">
        <div
          className="scan"
          data-scan="field-code"
          data-no-camera="カメラを使えません。コードを右に入れてください。"
          hidden
        >
          <p>二次元コードをカメラに向けてください。</p>
          <video muted playsInline />
        </div>
        <Stack>
          <Form action="/concierge/check-in">
            <input type="hidden" name="commandId" value={commandId} />
            <TextField
              name="code"
              label="受付コード"
              hint="例 H7K-4M2-P9X(9けた)"
              language="ja"
              width={12}
              autoComplete="off"
              maxLength={200}
            />
            <Button>受け付ける</Button>
          </Form>
          <p>手書きのシートは、受け付けたあと、書いてあることを入れます。</p>
          <Button kind="outline" href="/sheet">
            手書きのシートを入れる
          </Button>
        </Stack>
      </div>
    </TabletPage>
  );
}
