export { type Deliver, type Delivery, EventBus } from './bus.ts';
export type { NewEvent, StoredEvent } from './event.ts';
export { appendEvent } from './event.ts';
export { forgetEvents } from './outbox.ts';
export { type RenderState, type SharedState, shareState } from './shared-state.ts';
export { sseStream } from './stream.ts';
