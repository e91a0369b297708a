import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { comesFromUs, formToken, withFormTokens } from './cross-site.ts';

const secret = 'cookie of this browser';

function tokens(html: string): string[] {
  return [...html.matchAll(/name="csrf" value="([^"]+)"/g)].map(([, token = '']) => token);
}

test('X2 a form gets a token for its own address and for each address its buttons lead to', () => {
  const html = '<form action="/save?x=1" method="post"><button formAction="/look-up">住所を出す</button></form>';
  assert.deepEqual(tokens(withFormTokens(html, secret, '/entry/1')), [
    formToken(secret, '/save'),
    formToken(secret, '/look-up'),
  ]);
  const own = '<form method="post"></form><form method="get" action="/search"></form>';
  assert.deepEqual(tokens(withFormTokens(own, secret, '/entry/1?page=2')), [formToken(secret, '/entry/1')]);
});

test('X2 content that looks like a form gets no token', () => {
  const hostile = '"><form method="post" action="/steal">';
  const html = renderToStaticMarkup(createElement('p', { title: hostile }, hostile));
  assert.equal(withFormTokens(html, secret, '/'), html);
});

test('X2 reading needs no proof, and a token of another address or browser is none', () => {
  const request = {
    method: 'POST',
    fetchSite: undefined,
    origin: undefined,
    ours: 'https://city.example',
    secrets: [secret],
    path: '/save',
    contentType: 'application/x-www-form-urlencoded',
    body: { csrf: ['wrong', formToken(secret, '/save')] },
  };
  assert.equal(comesFromUs(request), true);
  assert.equal(comesFromUs({ ...request, path: '/remove' }), false);
  assert.equal(comesFromUs({ ...request, secrets: ['another'] }), false);
  assert.equal(comesFromUs({ ...request, body: {} }), false);
  assert.equal(comesFromUs({ ...request, body: null, method: 'GET' }), true);
});

test('X2 a route for machines takes what no browser sends, and nothing that a browser does', () => {
  const machine = {
    method: 'POST',
    fetchSite: undefined,
    origin: undefined,
    ours: 'https://city.example',
    secrets: [],
    path: '/print/epson/secret',
    contentType: 'application/x-www-form-urlencoded',
    machine: true,
    body: {},
  };
  assert.equal(comesFromUs(machine), true);
  assert.equal(comesFromUs({ ...machine, machine: false }), false);
  assert.equal(comesFromUs({ ...machine, fetchSite: 'same-origin' }), false);
  assert.equal(comesFromUs({ ...machine, origin: 'https://city.example' }), false);
  assert.equal(comesFromUs({ ...machine, secrets: [secret] }), false);
});
