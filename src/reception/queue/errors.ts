import { UserError } from '#platform/errors';
import type { LegAction, LegState } from './leg.ts';

/** The states as staff read them. */
export const stateNames: Readonly<Record<LegState, string>> = {
  planned: '予定',
  waiting: '待ち',
  called: '呼出中',
  serving: '対応中',
  on_hold: '保留',
  no_answer: '不在',
  done: '完了',
  transferred: '引き継ぎ済み',
  cancelled: '取り消し',
};

/** The actions as their buttons say. */
const actionNames: Readonly<Record<LegAction, string>> = {
  call: '呼ぶ',
  recall: 'もう一度呼ぶ',
  noAnswer: '不在',
  putBack: '列に戻す',
  hold: '保留',
  holdOver: '列に戻す',
  startServing: '対応を始める',
  done: '完了',
  transfer: '別の窓口へ',
  leave: '取り消し',
};

/** Somebody else was faster, or the page is old. */
export function notPossible(action: LegAction, state: LegState): UserError {
  return new UserError(
    'queue.notPossible',
    `この方はいま「${stateNames[state]}」なので、「${actionNames[action]}」はできません。画面を開き直してください。`,
    409,
  );
}

export const seatBusy = (): UserError =>
  new UserError('queue.seatBusy', 'この席では対応中の方がいます。先に完了か保留にしてください。', 409);

export const notYourSeat = (): UserError =>
  new UserError('queue.notYourSeat', 'この席にはほかの職員がついています。席を選び直してください。', 409);

export const otherSeat = (): UserError =>
  new UserError('queue.otherSeat', 'この方はほかの席で対応しています。窓口の一覧から選び直してください。', 409);

export const needsReason = (): UserError =>
  new UserError('queue.needsReason', '先に待っている方がいます。順番を変えて呼ぶときは、理由を選んでください。', 409);

/** Two places that gave out the same numbers could not be told apart. */
export const numbersClash = (place: string): UserError =>
  new UserError(
    'queue.numbersClash',
    `${place}の番号と重なります。文字を変えるか、番号の範囲が重ならないようにしてください。`,
    409,
  );

export const noMoreNumbers = (): UserError =>
  new UserError(
    'queue.noMoreNumbers',
    {
      ja: 'この窓口の今日の番号札は、もうありません。総合案内の職員に声をかけてください。',
      easy: 'この 窓口(まどぐち)の 今日(きょう)の 番号札(ばんごうふだ)は もう ありません。総合案内(そうごうあんない)の 人(ひと)に 聞(き)いてください。',
      en: 'There are no more numbers for this counter today. Please speak to the staff at the information desk.',
      zh: '该窗口今天的号码已发完。请咨询综合服务台的工作人员。',
      ko: '이 창구의 오늘 번호표가 모두 소진되었습니다. 종합안내 직원에게 문의해 주세요.',
      vi: 'Hôm nay quầy này đã hết số. Vui lòng hỏi nhân viên ở quầy hướng dẫn.',
    },
    409,
  );

export const undoTooLate = (): UserError =>
  new UserError(
    'queue.undoTooLate',
    '取り消せるのは、最後の操作から10分以内です。必要なら、列に戻すか別の窓口へ引き継いでください。',
    409,
  );

export const undoGoneOn = (): UserError =>
  new UserError(
    'queue.undoGoneOn',
    'この方はもう次の窓口に呼ばれたか、お帰りになったので、取り消せません。次の窓口に声をかけてください。',
    409,
  );

/** Who left has another number by now. */
export const cameAgain = (): UserError =>
  new UserError('queue.cameAgain', 'この方は、もう別の番号で受け付けています。そちらの番号で続けてください。', 409);

export const notFoundHere = (): UserError =>
  new UserError('queue.notFound', 'この番号は見つかりません。今日の番号かどうかを確かめてください。', 404);

export const unknownPlace = (): UserError =>
  new UserError('queue.unknownPlace', 'この窓口は見つかりません。一覧から選び直してください。', 404);

/** A number from outside that somebody else has today. */
export const numberTaken = (ticket: string): UserError =>
  new UserError(
    'queue.numberTaken',
    `${ticket}は、今日すでに別の方が使っています。番号を確かめるか、新しい番号を出してください。`,
    409,
  );

/** The numbers of a place come from the ticket machine beside us. */
export const machineGivesNumbers = (): UserError =>
  new UserError(
    'queue.machineGivesNumbers',
    {
      ja: 'この窓口の番号札は、発券機から出ます。発券機で番号札を取ってください。分からないときは、近くの職員に聞いてください。',
      easy: 'この 窓口(まどぐち)の 番号札(ばんごうふだ)は、発券機(はっけんき)から 出(で)ます。発券機(はっけんき)で 番号札(ばんごうふだ)を 取(と)って ください。わからない ときは、職員(しょくいん)に 聞(き)いて ください。',
      en: 'Tickets for this counter come from the ticket machine. Please take a ticket there. If you are not sure, ask a member of staff nearby.',
      zh: '该窗口的号码票由取号机发放。请在取号机上取号。如有疑问，请询问附近的工作人员。',
      ko: '이 창구의 번호표는 발권기에서 나옵니다. 발권기에서 번호표를 뽑아 주세요. 잘 모르시면 가까운 직원에게 물어보세요.',
      vi: 'Số thứ tự của quầy này được lấy ở máy lấy số. Xin lấy số ở máy đó. Nếu không rõ, hãy hỏi nhân viên ở gần.',
    },
    409,
  );

/** A number that this hall has not lent to anybody today. */
export const numberNotLent = (ticket: string): UserError =>
  new UserError(
    'queue.numberNotLent',
    `${ticket}は、今日この端末に貸し出した番号ではありません。新しい番号を出してください。`,
    409,
  );

/** A number that nobody has who is here. */
export const noSuchTicket = (ticket: string): UserError =>
  new UserError(
    'queue.noSuchTicket',
    `${ticket}の方は、いま並んでいません。今日の別の方の番号かどうかを確かめてください。`,
    404,
  );

export const alreadyGrouped = (ticket: string): UserError =>
  new UserError('queue.alreadyGrouped', `${ticket}の方は、もういっしょになっています。`, 409);
