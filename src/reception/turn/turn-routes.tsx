import { z } from 'zod';
import { newId } from '#platform/codes';
import { type Application, eventStream, notFound, page, redirect } from '#platform/http';
import type { Channel } from '#platform/notify';
import { personal } from '#platform/personal';
import type { LivePagesParts } from '../parts.ts';
import { stopsOf } from '../print/ticket-props.ts';
import { situationOf } from '../queue/situation.ts';
import { currentLeg } from '../queue/visit.ts';
import { CancelTurnPage, MyTurnPage } from './pages/my-turn.tsx';
import { NoticePage } from './pages/turn-notice.tsx';
import { noticeChoices, readAddress, ruleOf } from './turn-notice.ts';
import type { TurnNotices } from './turn-notices.ts';

const tokenParameter = z.object({ token: z.string().max(64) });
const commandBody = z.object({ commandId: z.uuid() });
/** What the pages of a turn stand on. */
export interface TurnPagesParts extends LivePagesParts {
  readonly notices: TurnNotices;
  /** Ways to reach visitors that are set up. */
  readonly channels: readonly Channel[];
  /** The city's key for push messages, as browsers want it. */
  readonly pushKey: string;
}

const noticeForm = z.object({
  when: z.enum(noticeChoices).optional(),
  pushWhen: z.enum(noticeChoices).optional(),
  channel: z.enum(['mail', 'sms', 'push']),
  address: z.string().max(300).default(''),
  subscription: z.string().max(2_000).default(''),
});

/** Adds what visitors see of their own turn on the phone. */
export function addTurnRoutes(app: Application, parts: TurnPagesParts): void {
  const { reception, live, inventory, notices, channels, pushKey } = parts;

  /** A step of the visitor on the leg they are at. */
  async function visitorStep(
    request: { params: { token: string }; body: { commandId: string } },
    step: 'away' | 'back' | 'leave',
  ) {
    const { token } = request.params;
    const view = await reception.visitByToken(token);
    if (view === null) return notFound();
    const leg = currentLeg(view.legs);
    const command = { commandId: request.body.commandId, actor: 'visitor', counterId: null, legId: leg?.id ?? '' };
    if (leg && step === 'away') await reception.hold(command, { reason: '席を外しています', until: null });
    if (leg && step === 'back') await reception.act(command, 'putBack');
    if (leg && step === 'leave') await reception.leave(command);
    return redirect(`/turn/${token}`);
  }

  app.route({
    method: 'GET',
    url: '/turn/:token',
    action: 'turn:read',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) => {
      const view = await reception.visitByToken(params.token);
      if (view === null) return notFound();
      const { visit, legs } = view;
      const [snapshot, notice] = await Promise.all([reception.snapshot(), notices.of(visit.id)]);
      return page(
        <MyTurnPage
          {...{ language, visit, notice, token: params.token, now: snapshot.at }}
          inventory={inventory()}
          stops={stopsOf(snapshot, legs)}
          situation={situationOf(snapshot, visit, legs)}
          canTell={channels.length > 0}
          commandId={newId()}
        />,
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/turn/:token/events',
    action: 'turn:read',
    rate: 'stream',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) => {
      const view = await reception.visitByToken(params.token);
      return view === null ? notFound() : eventStream(live.turn(view.visit.id, language));
    },
  });

  app.route({
    method: 'GET',
    url: '/turn/:token/cancel',
    action: 'turn:read',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) =>
      (await reception.visitByToken(params.token)) === null
        ? notFound()
        : page(<CancelTurnPage language={language} token={params.token} commandId={newId()} />),
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/cancel',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter, body: commandBody },
    handle: (request) => visitorStep(request, 'leave'),
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/away',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter, body: commandBody },
    handle: (request) => visitorStep(request, 'away'),
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/back',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter, body: commandBody },
    handle: (request) => visitorStep(request, 'back'),
  });

  app.route({
    method: 'GET',
    url: '/turn/:token/notice',
    action: 'turn:read',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params, language }) => {
      const view = await reception.visitByToken(params.token);
      if (view === null || channels.length === 0) return notFound();
      const notice = await notices.of(view.visit.id);
      return page(<NoticePage {...{ language, token: params.token, channels, pushKey, notice }} />);
    },
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/notice',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter, body: noticeForm },
    handle: async ({ params, body, language }) => {
      const { token } = params;
      const view = await reception.visitByToken(token);
      if (view?.visit.state !== 'active' || !channels.includes(body.channel)) return notFound();
      const address = readAddress(body.channel, body.channel === 'push' ? body.subscription : body.address);
      if (address === null) {
        const notice = await notices.of(view.visit.id);
        return page(<NoticePage {...{ language, token, channels, pushKey, notice, typed: body }} />, { status: 422 });
      }
      const { channel, when = body.pushWhen ?? 'people-3' } = body;
      await notices.ask({ visitId: view.visit.id, channel, language, ...ruleOf(when) }, personal(address));
      return redirect(`/turn/${token}`);
    },
  });

  app.route({
    method: 'POST',
    url: '/turn/:token/notice/stop',
    action: 'turn:change',
    rate: 'public',
    schema: { params: tokenParameter },
    handle: async ({ params }) => {
      const view = await reception.visitByToken(params.token);
      if (view === null) return notFound();
      await notices.forget(view.visit.id);
      return redirect(`/turn/${params.token}`);
    },
  });
}
