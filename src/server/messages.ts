import { defineMessages } from '#platform/i18n';

/** Sentences of the pages that belong to no module: problems. */
export const serverMessages = defineMessages({
  problemTitle: {
    ja: 'うまくいきませんでした',
    easy: 'うまく できませんでした',
    en: 'Something went wrong',
    zh: '操作未成功',
    ko: '처리하지 못했습니다',
    vi: 'Đã xảy ra lỗi',
  },
  notFoundTitle: {
    ja: 'このページは見つかりません',
    easy: 'この ページは ありません',
    en: 'This page was not found',
    zh: '找不到此页面',
    ko: '페이지를 찾을 수 없습니다',
    vi: 'Không tìm thấy trang này',
  },
  toHome: {
    ja: '最初の画面へ',
    easy: 'はじめの 画面(がめん)へ',
    en: 'Start page',
    zh: '返回首页',
    ko: '첫 화면으로',
    vi: 'Trang đầu',
  },
});
