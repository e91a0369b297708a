import { defineMessages } from '#platform/i18n';

/** What a visitor reads on a kiosk that is without a network. */
export const offlineMessages = defineMessages({
  title: {
    ja: '番号札をおとりください',
    easy: '番号(ばんごう)を とって ください',
    en: 'Please take a number',
    zh: '请取号',
    ko: '번호표를 뽑아 주세요',
    vi: 'Vui lòng lấy số',
  },
  text: {
    ja: 'いま、予約の確認ができません。予約の方も番号札をとって、窓口でお伝えください。',
    easy: 'いま 予約(よやく)を 見(み)ることが できません。予約(よやく)の 人(ひと)も 番号(ばんごう)を とって ください。',
    en: 'Bookings cannot be looked up just now. With a booking, take a number too and tell the counter.',
    zh: '目前无法查询预约。已预约的人也请取号,并告知窗口。',
    ko: '지금은 예약을 확인할 수 없습니다. 예약하신 분도 번호표를 뽑고 창구에 말씀해 주세요.',
    vi: 'Hiện không tra được lịch hẹn. Nếu đã đặt hẹn, hãy lấy số và báo với quầy.',
  },
  yours: {
    ja: 'あなたの番号です',
    easy: 'あなたの 番号(ばんごう)です',
    en: 'Your number',
    zh: '您的号码',
    ko: '고객님의 번호입니다',
    vi: 'Số của bạn',
  },
  wait: {
    ja: '番号を覚えるか、出てきた紙をお持ちください。',
    easy: '番号(ばんごう)を おぼえて ください。紙(かみ)が 出(で)たら もって いって ください。',
    en: 'Remember the number, or take the paper that comes out.',
    zh: '请记住号码,或拿取打印出的纸。',
    ko: '번호를 기억하시거나 나온 종이를 가져가세요.',
    vi: 'Hãy nhớ số này hoặc lấy tờ giấy vừa in ra.',
  },
  none: {
    ja: 'この機械の番号がなくなりました',
    easy: '番号(ばんごう)が なくなりました',
    en: 'This machine has no numbers left',
    zh: '本机号码已用完',
    ko: '이 기기의 번호가 모두 나갔습니다',
    vi: 'Máy này đã hết số',
  },
  noneText: {
    ja: 'お近くの職員に声をかけてください。',
    easy: '近(ちか)くの 市役所(しやくしょ)の 人(ひと)に 言(い)って ください。',
    en: 'Please ask a member of staff nearby.',
    zh: '请询问附近的工作人员。',
    ko: '가까운 직원에게 말씀해 주세요.',
    vi: 'Vui lòng hỏi nhân viên gần bạn.',
  },
});
