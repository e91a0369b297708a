import { startProduct } from '/tmp/h/studio/tests/support/product.ts';
import { launchBrowser, screens, visit, follow } from '/tmp/h/studio/tests/support/browser.ts';
import { signInAs } from '/tmp/h/studio/tests/support/hall.ts';
const product = await startProduct();
console.log('up');
const browser = await launchBrowser();
const { page } = await visit(browser, { viewport: screens.desktop });
const shot = async (n: string, full=false) => { await page.screenshot({ path: `/tmp/h/studio-tmp/${n}.png`, fullPage: full }); console.log(n, page.url(), Date.now()); };
try {
await signInAs(page, product.url, 'editor');
await page.goto(product.url + '/inventory'); await shot('home');
await page.goto(product.url + '/inventory?q=転入'); await shot('find');
await page.goto(product.url + '/inventory/record?kind=procedure&id=tennyu_todoke'); await shot('record', true);
await page.locator('#part-documents > summary').click();
await page.locator('#part-documents .list-item > summary').first().click();
await page.locator('#part-documents .list-item textarea, #part-documents .list-item input').nth(1).fill('本人確認書類(運転免許証など)'); 
await shot('record-docs');
await page.locator('button[value="rows:when"]').click(); await page.waitForLoadState(); await shot('rows');
await follow(page.getByRole('button', { name: '保存する' })); await shot('saved');
await page.locator('.way a').nth(1).click(); await page.waitForLoadState(); await shot('set', true);
await page.goto(product.url + '/inventory/graph?event=tennyu'); await shot('graph');
await page.goto(product.url + '/inventory/findings'); await shot('findings');
await page.goto(product.url + '/inventory/revisions'); await shot('revisions');
} catch (e) { console.log(e); await shot('failed'); }
await browser.close(); await product.close();
