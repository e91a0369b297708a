import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { synonymsOf } from '#platform/search';
import { findByWords, loadInventory } from './index.ts';

const inventory = await loadInventory('content/asahikawa', {
  cacheFolder: join(tmpdir(), 'hitomado-test-inventory'),
});

/** What a resident says, and the event, wish or procedure that must be the best match. */
const sayings: [string, string][] = [
  ['先月、函館から旭川に引っ越して来ました', 'tennyu'],
  ['東京から旭川市へ転勤になって越してきた', 'tennyu'],
  ['よその町から旭川に移ってきたばかりです', 'tennyu'],
  ['留学生として日本に来ました', 'tennyu_kokugai'],
  ['海外赴任から家族で帰国しました', 'tennyu_kokugai'],
  ['同じ市内で別のアパートに引越しました', 'tenkyo'],
  ['家を新しく建てて、市内で住所が変わります', 'tenkyo'],
  ['来月、札幌へ引越します', 'tenshutsu'],
  ['大学進学で子どもが旭川を離れます', 'tenshutsu'],
  ['転出証明書をもらいたい', 'tenshutsu'],
  ['海外へ引っ越しすることになった', 'tenshutsu_kokugai'],
  ['世帯主を息子に変えたいのですが', 'setai_henkou'],
  ['同居の親と世帯を分けたいです', 'setai_henkou'],
  ['妊娠が分かったので母子手帳をもらいたい', 'ninshin'],
  ['赤ちゃんができたみたいです', 'ninshin'],
  ['先週、子供が産まれました', 'shussei'],
  ['出生届の出し方', 'shussei'],
  ['流産してしまいました', 'shizan'],
  ['主人が亡くなりました', 'shibou'],
  ['昨日おじいちゃんが他界しました', 'shibou'],
  ['母が死亡したので手続きを知りたい', 'shibou'],
  ['来週入籍します', 'konin'],
  ['婚姻届の用紙をもらいたい', 'konin'],
  ['旦那と離婚することになりました', 'rikon'],
  ['離婚届の出し方を教えて', 'rikon'],
  ['家庭裁判所の許可で名前を変えました', 'shimei_henkou'],
  ['養子縁組をしたい', 'youshi'],
  ['今月で会社を辞めました', 'taishoku'],
  ['定年退職しました', 'taishoku'],
  ['就職して会社の健康保険に入りました', 'shuushoku'],
  ['国保をやめたいんですが', 'shuushoku'],
  ['親の扶養から外れました', 'fuyou_hazure'],
  ['夫の扶養に入りました', 'fuyou_hairi'],
  ['生活保護が始まります', 'seiho_start'],
  ['今度65歳になります', 'nenrei65'],
  ['もうすぐ70歳です', 'nenrei70'],
  ['75歳の誕生日を迎えます', 'nenrei75'],
  ['障害者手帳を取りたい', 'shougai'],
  ['親の介護が必要です', 'kaigo'],
  ['要介護の認定を受けたい', 'kaigo'],
  ['在留カードの期間が更新されました', 'zairyu_koushin'],
  ['住民票を一通ください', 'juminhyo'],
  ['実印の登録をしたい', 'inkan'],
  ['印鑑証明を発行してほしい', 'inkan_shoumei'],
  ['印鑑登録のカードを失くしました', 'inkan_haishi'],
  ['戸籍謄本を取りたい', 'koseki'],
  ['独身の証明書がいります', 'mibun'],
  ['課税証明書をください', 'shotoku_shoumei'],
  ['マイナカードを作りたいです', 'mynumber_card'],
  ['マイナンバーカードの暗証番号が分からなくなった', 'mynumber_pin'],
  ['マイナンバーカードを紛失しました', 'mynumber_lost'],
  ['電子証明書の期限のお知らせが届いた', 'mynumber_renew'],
  ['マイナカードの受け取りのはがきが来ました', 'mynumber_receive'],
  ['国民年金の保険料が払えません', 'menjo'],
  ['学生なので年金を待ってほしい', 'gakusei'],
  ['入院費が高くて困っています', 'kougaku'],
  ['保険証を無くしました', 'kokuho_saikoufu'],
  ['介護保険証を紛失した', 'kaigo_saikoufu'],
  ['保育園の申込みをしたい', 'hoiku'],
  ['子どもの給食費が払えなくて', 'shuugaku_enjo'],
  ['勝手に離婚届を出されないようにしたい', 'fujuri'],
  ['本籍を旭川に移したい', 'tenseki'],
  ['お年寄りのバスカードがほしい', 'bus_card'],
  ['子犬を飼いはじめました', 'inu_new'],
  ['墓じまいを考えています', 'kaisou'],
  ['補聴器を買う補助はありますか', 'hosougu'],
  ['精神科の通院代を安くしたい', 'jiritsu'],
  ['国保の保険料の支払いを分割にしたい', 'noufu_soudan'],
  ['水道をとめてほしい', 'suidou_chuushi'],
  ['母子家庭の手当をもらえますか', 'jidou_fuyou_teate'],
];

for (const [text, expected] of sayings)
  test(`V1 「${text}」 is found as ${expected}`, () => {
    assert.ok(!inventory.words.words.some(({ phrases }) => phrases.includes(text)), 'must not be copied');
    const { events, wants, procedures } = findByWords(inventory, text);
    const best = [...events, ...wants, ...procedures].sort((left, right) => right.score - left.score).slice(0, 3);
    assert.ok(
      best.some(({ id }) => id === expected),
      best.map(({ id, score }) => `${id} ${score.toFixed(2)}`).join(', '),
    );
  });

test('V1 what is about nothing finds nothing, and nothing for staff only is ever found', () => {
  for (const text of ['', '。', 'asdfgh', '🙂', '今日はいい天気'])
    assert.deepEqual(findByWords(inventory, text), { events: [], wants: [], procedures: [] });
  assert.ok(!findByWords(inventory, '暴力等から逃げている').events.some(({ id }) => id === 'dv'));
});

test('V1 any text is answered quickly with scores from 0 to 1, the best first', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      for (const matches of Object.values(findByWords(inventory, text)))
        for (const [index, { score }] of matches.entries()) {
          assert.ok(score > 0 && score <= 1 + 1e-9);
          assert.ok(score <= (matches[index - 1]?.score ?? 1));
        }
    }),
    { numRuns: 50 },
  );
  // Far more than a slow machine needs, and far less than a search that looks at every pair of signs.
  const start = performance.now();
  findByWords(inventory, '引っ越し'.repeat(100_000));
  assert.ok(performance.now() - start < 2_000);
});

test('V1 there are at least 150 everyday phrases', () => {
  assert.ok(inventory.words.words.flatMap(({ phrases }) => phrases).length >= 150);
});

test('K5 readings and other names of the city lead residents to what they mean', () => {
  assert.equal(findByWords(inventory, 'いんかん').wants[0]?.id, 'inkan');
  const [official] = findByWords(inventory, '児童手当').wants;
  assert.ok(official);
  assert.equal(findByWords(inventory, 'じどうてあて').wants[0]?.id, official.id);
});

test('K5 words of the language at large lead residents on where the city has none', () => {
  const general = synonymsOf([['ワンダフルズ', 'ペット']]);
  assert.deepEqual(findByWords(inventory, 'ワンダフルズ').wants, []);
  assert.equal(findByWords(inventory, 'ワンダフルズ', { general }).wants[0]?.id, 'inu_new');
});
