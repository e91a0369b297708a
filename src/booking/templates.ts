import type { Language } from '#platform/i18n';

/** What a resident is told about an appointment. */
export const noticeKinds = ['confirmed', 'reminder', 'moved', 'cancelled', 'calledOff', 'offer'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** The words of one notice: a mail has a subject and a text, an SMS is one short text. */
export interface Template {
  subject: string;
  mail: string;
  sms: string;
}

/** What may stand in braces in a template. Nothing personal: a mail or an SMS can be read by others. */
const placeholders = ['city', 'when', 'place', 'link', 'until'] as const;
export type Placeholder = (typeof placeholders)[number];

/** What may stand in the template of a kind: only an offer has an end. */
export const placeholdersOf = (kind: NoticeKind): readonly Placeholder[] =>
  kind === 'offer' ? placeholders : placeholders.filter((name) => name !== 'until');

/** What is put in their places. */
export type Values = Readonly<Record<Placeholder, string>>;

/** Puts the values into a template; what is not a placeholder stays as it is. */
export function fillIn(text: string, values: Values): string {
  return text.replace(/\{(city|when|place|link|until)\}/g, (_, name: keyof Values) => values[name]);
}

/** Words in braces that are no placeholder of a kind; staff who edit a template are told of them. */
export function unknownPlaceholders(kind: NoticeKind, text: string): string[] {
  const names: readonly string[] = placeholdersOf(kind);
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name).filter((name) => !names.includes(name));
}

/** The words until the city writes its own. */
export const templates: Readonly<Record<NoticeKind, Readonly<Record<Language, Template>>>> = {
  confirmed: {
    ja: {
      subject: '予約ができました({when})',
      mail: '{city}役所です。予約ができました。\n\n日時 {when}\n場所 {place}\n\n受付コード、持ち物、変更と取り消しは、次のページにあります。\n{link}\n\nカレンダーに入れるファイルを付けました。',
      sms: '{city}役所です。予約ができました。{when} {place}。変更・取り消し {link}',
    },
    easy: {
      subject: '予約(よやく)が できました',
      mail: '{city}役所(やくしょ)です。予約(よやく)が できました。\n\nいつ {when}\nどこ {place}\n\nかえる とき、やめる とき\n{link}',
      sms: '市役所です。予約が できました。{when} {place} かえる・やめる {link}',
    },
    en: {
      subject: 'Your time is booked ({when})',
      mail: '{city} Hall. Your time is booked.\n\nWhen: {when}\nWhere: {place}\n\nYour check-in code, what to bring, and how to change or cancel:\n{link}\n\nA calendar file is attached.',
      sms: '{city} Hall: booked for {when}, {place}. Change or cancel: {link}',
    },
    zh: {
      subject: '预约成功（{when}）',
      mail: '{city}政府：您的预约已完成。\n\n时间 {when}\n地点 {place}\n\n受理码、携带物品、更改与取消请见：\n{link}\n\n附有日历文件。',
      sms: '{city}政府：已预约 {when} {place}。更改或取消 {link}',
    },
    ko: {
      subject: '예약되었습니다({when})',
      mail: '{city}청입니다. 예약되었습니다.\n\n일시 {when}\n장소 {place}\n\n접수 코드, 준비물, 변경과 취소는 아래 페이지에 있습니다.\n{link}\n\n캘린더 파일을 첨부했습니다.',
      sms: '{city}청: {when} {place} 예약 완료. 변경·취소 {link}',
    },
    vi: {
      subject: 'Đã đặt hẹn ({when})',
      mail: 'Tòa thị chính {city}. Lịch hẹn của bạn đã được đặt.\n\nThời gian: {when}\nĐịa điểm: {place}\n\nMã tiếp nhận, giấy tờ cần mang, đổi hoặc hủy:\n{link}\n\nCó kèm tệp lịch.',
      sms: 'Tòa thị chính {city}: đã hẹn {when}, {place}. Đổi/hủy: {link}',
    },
  },
  reminder: {
    ja: {
      subject: '予約の日が近づきました({when})',
      mail: '{city}役所です。予約のお知らせです。\n\n日時 {when}\n場所 {place}\n\n受付コードと持ち物は、次のページにあります。来られなくなったときは、同じページで変更や取り消しができます。\n{link}',
      sms: '{city}役所です。予約は{when} {place}です。変更・取り消し {link}',
    },
    easy: {
      subject: '予約(よやく)の お知(し)らせ',
      mail: '{city}役所(やくしょ)です。予約(よやく)の お知(し)らせです。\n\nいつ {when}\nどこ {place}\n\nもちもの、かえる とき、やめる とき\n{link}',
      sms: '市役所です。予約は {when} {place} です。かえる・やめる {link}',
    },
    en: {
      subject: 'Reminder: {when}',
      mail: '{city} Hall. A reminder of your booking.\n\nWhen: {when}\nWhere: {place}\n\nCheck-in code and what to bring; change or cancel if you cannot come:\n{link}',
      sms: '{city} Hall: your booking is {when}, {place}. Change or cancel: {link}',
    },
    zh: {
      subject: '预约提醒（{when}）',
      mail: '{city}政府：预约提醒。\n\n时间 {when}\n地点 {place}\n\n受理码与携带物品，以及无法前来时的更改与取消：\n{link}',
      sms: '{city}政府：您的预约 {when} {place}。更改或取消 {link}',
    },
    ko: {
      subject: '예약 알림({when})',
      mail: '{city}청입니다. 예약 알림입니다.\n\n일시 {when}\n장소 {place}\n\n접수 코드와 준비물, 오실 수 없을 때의 변경과 취소:\n{link}',
      sms: '{city}청: 예약 {when} {place}. 변경·취소 {link}',
    },
    vi: {
      subject: 'Nhắc lịch hẹn ({when})',
      mail: 'Tòa thị chính {city}. Nhắc lịch hẹn của bạn.\n\nThời gian: {when}\nĐịa điểm: {place}\n\nMã tiếp nhận, giấy tờ cần mang; đổi hoặc hủy nếu không đến được:\n{link}',
      sms: 'Tòa thị chính {city}: lịch hẹn {when}, {place}. Đổi/hủy: {link}',
    },
  },
  moved: {
    ja: {
      subject: '予約が変わりました({when})',
      mail: '{city}役所です。予約の日時が変わりました。\n\n新しい日時 {when}\n場所 {place}\n\n予約の内容は、次のページで確かめられます。\n{link}\n\nカレンダーに入れ直すファイルを付けました。',
      sms: '{city}役所です。予約が{when} {place}に変わりました。確認 {link}',
    },
    easy: {
      subject: '予約(よやく)が かわりました',
      mail: '{city}役所(やくしょ)です。予約(よやく)が かわりました。\n\nあたらしい 日時(にちじ) {when}\nどこ {place}\n\n{link}',
      sms: '市役所です。予約が {when} {place} に かわりました。{link}',
    },
    en: {
      subject: 'Your booking was changed ({when})',
      mail: '{city} Hall. Your booking was changed.\n\nNew time: {when}\nWhere: {place}\n\nSee your booking:\n{link}\n\nA new calendar file is attached.',
      sms: '{city} Hall: your booking is now {when}, {place}. See {link}',
    },
    zh: {
      subject: '预约已更改（{when}）',
      mail: '{city}政府：您的预约时间已更改。\n\n新时间 {when}\n地点 {place}\n\n查看预约：\n{link}\n\n附有新的日历文件。',
      sms: '{city}政府：预约已改为 {when} {place}。查看 {link}',
    },
    ko: {
      subject: '예약이 바뀌었습니다({when})',
      mail: '{city}청입니다. 예약 일시가 바뀌었습니다.\n\n새 일시 {when}\n장소 {place}\n\n예약 확인:\n{link}\n\n새 캘린더 파일을 첨부했습니다.',
      sms: '{city}청: 예약이 {when} {place}(으)로 바뀌었습니다. 확인 {link}',
    },
    vi: {
      subject: 'Lịch hẹn đã đổi ({when})',
      mail: 'Tòa thị chính {city}. Lịch hẹn của bạn đã đổi.\n\nGiờ mới: {when}\nĐịa điểm: {place}\n\nXem lịch hẹn:\n{link}\n\nCó kèm tệp lịch mới.',
      sms: 'Tòa thị chính {city}: lịch hẹn đổi sang {when}, {place}. Xem {link}',
    },
  },
  cancelled: {
    ja: {
      subject: '予約を取り消しました({when})',
      mail: '{city}役所です。次の予約を取り消しました。\n\n日時 {when}\n場所 {place}\n\n予約しなくても、開いている時間に来られます。もう一度予約するときは、次のページからどうぞ。\n{link}',
      sms: '{city}役所です。{when}の予約を取り消しました。',
    },
    easy: {
      subject: '予約(よやく)を やめました',
      mail: '{city}役所(やくしょ)です。予約(よやく)を やめました。\n\nいつ {when}\nどこ {place}\n\n{link}',
      sms: '市役所です。{when} の 予約を やめました。',
    },
    en: {
      subject: 'Your booking is cancelled ({when})',
      mail: '{city} Hall. This booking is cancelled.\n\nWhen: {when}\nWhere: {place}\n\nYou can also come without a booking. To book again:\n{link}',
      sms: '{city} Hall: your booking on {when} is cancelled.',
    },
    zh: {
      subject: '预约已取消（{when}）',
      mail: '{city}政府：以下预约已取消。\n\n时间 {when}\n地点 {place}\n\n不预约也可在开放时间前来。再次预约：\n{link}',
      sms: '{city}政府：{when} 的预约已取消。',
    },
    ko: {
      subject: '예약을 취소했습니다({when})',
      mail: '{city}청입니다. 다음 예약을 취소했습니다.\n\n일시 {when}\n장소 {place}\n\n예약 없이도 여는 시간에 오실 수 있습니다. 다시 예약:\n{link}',
      sms: '{city}청: {when} 예약을 취소했습니다.',
    },
    vi: {
      subject: 'Đã hủy lịch hẹn ({when})',
      mail: 'Tòa thị chính {city}. Lịch hẹn sau đã hủy.\n\nThời gian: {when}\nĐịa điểm: {place}\n\nBạn có thể đến không cần hẹn. Đặt lại:\n{link}',
      sms: 'Tòa thị chính {city}: đã hủy lịch hẹn {when}.',
    },
  },
  calledOff: {
    ja: {
      subject: 'お詫び:予約の時間に対応できなくなりました({when})',
      mail: '{city}役所です。市役所の都合で、次の予約の時間に対応できなくなりました。ご迷惑をおかけして、申し訳ありません。\n\n日時 {when}\n場所 {place}\n\nお手数ですが、次のページから別の時間を選んでください。予約しなくても、開いている時間に来られます。\n{link}',
      sms: '{city}役所です。市役所の都合で{when}の予約に対応できなくなりました。申し訳ありません。別の時間はこちらから {link}',
    },
    easy: {
      subject: 'ごめんなさい:予約(よやく)が できなく なりました',
      mail: '{city}役所(やくしょ)です。市役所(しやくしょ)の つごうで、この 予約(よやく)が できなく なりました。ごめんなさい。\n\nいつ {when}\nどこ {place}\n\nほかの 時間(じかん)を えらんで ください。\n{link}',
      sms: '市役所です。市役所の つごうで {when} の 予約が できなく なりました。ごめんなさい。{link}',
    },
    en: {
      subject: 'We are sorry: your booking cannot be kept ({when})',
      mail: '{city} Hall. For reasons on our side we cannot keep this booking. We are sorry for the trouble.\n\nWhen: {when}\nWhere: {place}\n\nPlease choose another time, or come without a booking:\n{link}',
      sms: '{city} Hall: we are sorry, we cannot keep your booking on {when}. Another time: {link}',
    },
    zh: {
      subject: '致歉：您的预约无法按时办理（{when}）',
      mail: '{city}政府：因市政府方面的原因，以下预约无法按时办理，非常抱歉。\n\n时间 {when}\n地点 {place}\n\n请选择其他时间，也可不预约直接前来：\n{link}',
      sms: '{city}政府：因我方原因，{when} 的预约无法办理，非常抱歉。另选时间 {link}',
    },
    ko: {
      subject: '사과 말씀: 예약 시간에 도와 드릴 수 없게 되었습니다({when})',
      mail: '{city}청입니다. 시청 사정으로 다음 예약을 지킬 수 없게 되었습니다. 죄송합니다.\n\n일시 {when}\n장소 {place}\n\n다른 시간을 골라 주세요. 예약 없이 오셔도 됩니다.\n{link}',
      sms: '{city}청: 시청 사정으로 {when} 예약을 지킬 수 없게 되었습니다. 죄송합니다. 다른 시간 {link}',
    },
    vi: {
      subject: 'Xin lỗi: lịch hẹn của bạn không thực hiện được ({when})',
      mail: 'Tòa thị chính {city}. Vì lý do từ phía chúng tôi, lịch hẹn sau không thực hiện được. Xin lỗi vì sự bất tiện.\n\nThời gian: {when}\nĐịa điểm: {place}\n\nHãy chọn giờ khác, hoặc đến không cần hẹn:\n{link}',
      sms: 'Tòa thị chính {city}: xin lỗi, không giữ được lịch hẹn {when}. Giờ khác: {link}',
    },
  },
  offer: {
    ja: {
      subject: '空きが出ました({when})',
      mail: '{city}役所です。お待ちの時間に空きが出ました。\n\n日時 {when}\n場所 {place}\n\nこの席は、{until}までとってあります。次のページで「この時間で予約する」を押してください。お返事がなければ、次の方に回ります。\n{link}',
      sms: '{city}役所です。{when}に空きが出ました。{until}までに予約してください {link}',
    },
    easy: {
      subject: 'あきました',
      mail: '{city}役所(やくしょ)です。{when} が あきました。\n\n{until}までに 予約(よやく)して ください。\n{link}',
      sms: '市役所です。{when} が あきました。{until}までに 予約して ください {link}',
    },
    en: {
      subject: 'A place is free ({when})',
      mail: '{city} Hall. A place you waited for is free.\n\nWhen: {when}\nWhere: {place}\n\nIt is kept until {until}. Please press “Book this time” on this page, otherwise it goes to the next person.\n{link}',
      sms: '{city} Hall: {when} is free. Book by {until}: {link}',
    },
    zh: {
      subject: '有空位了（{when}）',
      mail: '{city}政府：您等候的时间有空位。\n\n时间 {when}\n地点 {place}\n\n为您保留到 {until}，请在以下页面按“预约此时间”，否则将让给下一位。\n{link}',
      sms: '{city}政府：{when} 有空位，请在 {until} 前预约 {link}',
    },
    ko: {
      subject: '자리가 났습니다({when})',
      mail: '{city}청입니다. 기다리시던 시간에 자리가 났습니다.\n\n일시 {when}\n장소 {place}\n\n{until}까지 잡아 둡니다. 아래 페이지에서 ‘이 시간으로 예약’을 눌러 주세요.\n{link}',
      sms: '{city}청: {when} 자리가 났습니다. {until}까지 예약 {link}',
    },
    vi: {
      subject: 'Có chỗ trống ({when})',
      mail: 'Tòa thị chính {city}. Giờ bạn chờ đã có chỗ.\n\nThời gian: {when}\nĐịa điểm: {place}\n\nChỗ được giữ đến {until}. Hãy bấm “Đặt giờ này” ở trang sau, nếu không sẽ dành cho người kế tiếp.\n{link}',
      sms: 'Tòa thị chính {city}: {when} có chỗ. Đặt trước {until}: {link}',
    },
  },
};
