import type { ReactNode } from 'react';
import { conditionSentence, type Inventory, type RecordKind } from '#inventory';
import type { Condition } from '#rules';
import { Button, FieldError, FieldGroup, fieldId, SelectField, TextAreaField, TextField } from '#ui';
import { titleOfItem } from '../differences.ts';
import { groupOf, type Raw, readText } from '../form.ts';
import { conditionOfRows, joinNames, joins, type RowGroup } from '../rows.ts';
import type { Shape, ShapeField } from '../shape.ts';
import { choiceName, referenceAt, wordsOf } from '../words.ts';

/** What the fields of a record need to draw themselves. */
export interface FormContext {
  kind: RecordKind;
  inventory: Inventory;
  /** Sentences at the fields, by the fields' names. */
  errors: ReadonlyMap<string, string>;
  tests: ReadonlyMap<string, Condition>;
  /** The place that the last button changed; it stays open. */
  touched?: string;
}

const nameOf = (path: readonly string[]): string => `v.${path.join('.')}`;
const withoutPositions = (path: readonly string[]): string[] => path.filter((part) => !/^\d+$/.test(part));
const partId = (path: readonly string[]): string => `part-${path.join('-')}`;

/** Longer lists are typed into and searched; shorter ones are chosen from. */
const mostChoices = 40;

/** What can be chosen where another record is named: value and name. */
export function choicesFor(inventory: Inventory, reference: NonNullable<ReturnType<typeof referenceAt>>) {
  const named = (list: readonly { id: string; name: { ja: string } }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name.ja }));
  const options = (fact: string) =>
    (inventory.factById.get(fact)?.options ?? []).map(({ value, label }) => ({ value, label: label.ja }));
  switch (reference) {
    case 'department':
      return named(inventory.departments);
    case 'lifeEvent':
      return named(inventory.lifeEvents);
    case 'procedure':
      return named(inventory.procedures);
    case 'date':
      return inventory.dates.map(({ id, label }) => ({ value: id, label: label.ja }));
    case 'role':
      return inventory.roles.map(({ id, label }) => ({ value: id, label: label.ja }));
    case 'entry':
      return inventory.entries.map(({ name, label }) => ({ value: name, label: label.ja }));
    case 'fact':
      return inventory.facts.map(({ id, label }) => ({ value: id, label: label.ja }));
    case 'event':
      return options('events');
    case 'want':
      return options('wants');
    case 'screen':
      return inventory.systems.flatMap(({ name, screens }) =>
        screens.map((screen) => ({ value: `${name}/${screen}`, label: `${name}/${screen}` })),
      );
    default:
      return [];
  }
}

/** The lists that are typed into, once for the whole page. */
export function ChoiceLists({ inventory, tests }: Pick<FormContext, 'inventory' | 'tests'>) {
  const references = ['procedure', 'entry', 'fact', 'event', 'want', 'screen', 'date', 'role'] as const;
  return (
    <>
      {references.map((reference) => (
        <datalist key={reference} id={`choices-${reference}`}>
          {choicesFor(inventory, reference).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </datalist>
      ))}
      <datalist id="choices-test">
        {[...tests.keys()].map((sentence) => (
          <option key={sentence} value={sentence} />
        ))}
      </datalist>
    </>
  );
}

interface PartProps {
  shape: Shape;
  raw: Raw | undefined;
  path: readonly string[];
  field?: Pick<ShapeField, 'item' | 'required'>;
  context: FormContext;
}

const asText = (raw: Raw | undefined): string => (typeof raw === 'string' ? raw : '');
const asList = (raw: Raw | undefined): readonly Raw[] => (Array.isArray(raw) ? raw : []);
const asRecord = (raw: Raw | undefined): { readonly [key: string]: Raw } =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as { readonly [key: string]: Raw }) : {};

/** A part of a record: a field, or a group of them. */
export function Part(props: PartProps): ReactNode {
  const { shape, raw, path, field, context } = props;
  const words = wordsOf(context.kind, withoutPositions(path));
  const name = nameOf(path);
  const common = {
    name,
    label: field?.item?.name ?? words.label,
    language: 'ja' as const,
    hint: field?.item?.help ?? words.help,
    error: context.errors.get(name),
    required: field?.required,
  };
  switch (shape.kind) {
    case 'choice':
      return (
        <SelectField
          {...common}
          value={asText(raw)}
          empty="えらんでください"
          options={shape.options.map((value) => ({ value, label: choiceName(value) }))}
        />
      );
    case 'yesNo':
      return (
        <SelectField
          {...common}
          value={asText(raw)}
          empty={field?.required ? 'えらんでください' : '書かない'}
          options={[
            { value: 'yes', label: 'はい' },
            { value: 'no', label: 'いいえ' },
          ]}
        />
      );
    case 'number':
      return <TextField {...common} value={asText(raw)} width={6} inputMode="numeric" />;
    case 'condition':
      return <ConditionPart {...props} />;
    case 'record':
      return <RecordPart {...props} shape={shape} />;
    case 'list':
    case 'keyed':
      return <ListPart {...props} shape={shape} />;
    default: {
      const isLong = words.long || field?.item?.type === 'longText' || asText(raw).length > 60;
      const reference = referenceAt(context.kind, withoutPositions(path));
      if (reference) return <ReferencePart {...props} common={common} reference={reference} />;
      if (field?.item?.type === 'date') return <TextField {...common} value={asText(raw)} width={12} />;
      return isLong ? (
        <TextAreaField {...common} value={asText(raw)} rows={asText(raw).length > 120 ? 4 : 2} />
      ) : (
        <TextField {...common} value={asText(raw)} />
      );
    }
  }
}

type Common = Parameters<typeof TextField>[0];

function ReferencePart({
  raw,
  path,
  context,
  common,
  reference,
}: PartProps & { common: Common; reference: NonNullable<ReturnType<typeof referenceAt>> }) {
  const choices = choicesFor(context.inventory, reference);
  const value = asText(raw);
  if (choices.length <= mostChoices) {
    const isKnown = value === '' || choices.some((choice) => choice.value === value);
    const options = isKnown ? choices : [{ value, label: value }, ...choices];
    return <SelectField {...common} value={value} empty="えらんでください" options={options} />;
  }
  const label = choices.find((choice) => choice.value === value)?.label;
  return (
    <div className="reference">
      <TextField {...common} value={value} list={`choices-${reference}`} />
      {label !== undefined && label !== value && (
        <p className="cap" key={path.join('.')}>
          {label}
        </p>
      )}
    </div>
  );
}

function RecordPart({ shape, raw, path, field, context }: PartProps & { shape: Extract<Shape, { kind: 'record' }> }) {
  const own = asRecord(raw);
  const fields = shape.fields.map((one) => (
    <Part key={one.key} shape={one.shape} raw={own[one.key]} path={[...path, one.key]} field={one} context={context} />
  ));
  const isItem = /^\d+$/.test(path.at(-1) ?? '');
  if (isItem) return <div className="part-fields">{fields}</div>;
  const words = wordsOf(context.kind, withoutPositions(path));
  return (
    <details className="part" id={partId(path)} open={isOpen(path, context) || field?.required === true}>
      <summary>{words.label}</summary>
      <div className="part-fields">{fields}</div>
    </details>
  );
}

/** Parts with something to be put right, and the one that was just changed, are open. */
function isOpen(path: readonly string[], { errors, touched }: FormContext): boolean {
  const name = nameOf(path);
  const isBelow = (other: string): boolean => other === name || other.startsWith(`${name}.`);
  return [...errors.keys()].some(isBelow) || (touched !== undefined && isBelow(touched));
}

function Moves({ path, name, count }: { path: readonly string[]; name: string; count: number }) {
  const place = path.join('.');
  const anchor = `#${partId(path.slice(0, 1))}`;
  const index = Number(path.at(-1));
  return (
    <div className="row wrap moves">
      {index > 0 && (
        <Button kind="text" name="action" value={`up:${place}`} formAction={`/inventory/record${anchor}`}>
          上へ<span className="sr">{`(${name})`}</span>
        </Button>
      )}
      {index < count - 1 && (
        <Button kind="text" name="action" value={`down:${place}`} formAction={`/inventory/record${anchor}`}>
          下へ<span className="sr">{`(${name})`}</span>
        </Button>
      )}
      <Button kind="text" name="action" value={`remove:${place}`} formAction={`/inventory/record${anchor}`}>
        消す<span className="sr">{`(${name})`}</span>
      </Button>
    </div>
  );
}

function ListPart({
  shape,
  raw,
  path,
  field,
  context,
}: PartProps & { shape: Extract<Shape, { kind: 'list' | 'keyed' }> }) {
  const items = asList(raw);
  const words = wordsOf(context.kind, withoutPositions(path));
  const label = field?.item?.name ?? words.label;
  const error = context.errors.get(nameOf(path));
  const place = path.join('.');
  const isTop = path.length === 1;
  const body = (
    <>
      {words.help && <p className="hint">{words.help}</p>}
      {error && <FieldError name={nameOf(path)} message={error} language="ja" />}
      {items.map((item, index) => {
        const own = [...path, String(index)];
        const title = `${label} ${index + 1}`;
        return (
          <ListItem key={nameOf(own)} title={title} item={item} path={own} count={items.length} context={context}>
            {shape.kind === 'list' ? (
              <Part shape={shape.of} raw={item} path={own} context={context} />
            ) : (
              <KeyedItem shape={shape.of} raw={item} path={own} context={context} />
            )}
          </ListItem>
        );
      })}
      <div className="row">
        <Button
          kind="outline"
          name="action"
          value={`add:${place}`}
          formAction={`/inventory/record#${partId(path.slice(0, 1))}`}
          icon="plus"
        >
          {`「${label}」を足す`}
        </Button>
      </div>
    </>
  );
  if (!isTop)
    return (
      <fieldset className="part inner" id={fieldId(nameOf(path))}>
        <legend>{label}</legend>
        {body}
      </fieldset>
    );
  return (
    <details className="part" id={partId(path)} open={isOpen(path, context)}>
      <summary>
        {label}
        <span className="mut">{` ${items.length}件`}</span>
      </summary>
      <div className="part-fields">{body}</div>
    </details>
  );
}

function ListItem({
  title,
  item,
  path,
  count,
  context,
  children,
}: {
  title: string;
  item: Raw;
  path: readonly string[];
  count: number;
  context: FormContext;
  children: ReactNode;
}) {
  const name = titleOfItem(item);
  if (typeof item === 'string')
    return (
      <div className="list-line">
        {children}
        <Moves path={path} name={title} count={count} />
      </div>
    );
  const isNew = name === '';
  return (
    <details className="list-item" open={isNew || isOpen(path, context)}>
      <summary>{name === '' ? title : name}</summary>
      {children}
      <Moves path={path} name={name === '' ? title : name} count={count} />
    </details>
  );
}

function KeyedItem({ shape, raw, path, context }: Omit<PartProps, 'field'>) {
  const own = asRecord(raw);
  return (
    <div className="part-fields">
      <Part shape={{ kind: 'text' }} raw={own.key} path={[...path, 'key']} context={context} />
      <Part shape={shape} raw={own.value} path={[...path, 'value']} context={context} />
    </div>
  );
}

/** The condition of the text or of the rows; undefined when it cannot be read. */
function conditionOf(raw: Raw | undefined, tests: FormContext['tests']): Condition | undefined {
  if (typeof raw === 'string') return raw.trim() === '' ? undefined : readText(raw);
  const { condition, problems } = conditionOfRows(tests, groupOf(asRecord(raw).rows ?? ''));
  return problems.length > 0 ? undefined : condition;
}

function ConditionPart({ raw, path, field, context }: PartProps) {
  const words = wordsOf(context.kind, withoutPositions(path));
  const name = nameOf(path);
  const place = path.join('.');
  const anchor = `/inventory/record#${partId(path)}`;
  const condition = conditionOf(raw, context.tests);
  const isRows = typeof raw === 'object';
  const group = {
    name,
    label: words.label,
    language: 'ja' as const,
    error: context.errors.get(name),
    required: field?.required,
  };
  return (
    <div className="condition" id={partId(path)}>
      <FieldGroup field={group}>
        {condition && <p className="card tint sentence">{conditionSentence(context.inventory, condition)}</p>}
        {isRows ? (
          <Rows group={groupOf(asRecord(raw).rows ?? '')} place={`${place}.rows`} anchor={anchor} level={0} />
        ) : (
          <label className="feel">
            <span className="lbl small">条件の式(FEEL)</span>
            <textarea
              className="in"
              id={fieldId(name)}
              name={name}
              rows={2}
              defaultValue={asText(raw)}
              spellCheck={false}
            />
          </label>
        )}
        <div className="row">
          <Button kind="outline" name="action" value={`${isRows ? 'text' : 'rows'}:${place}`} formAction={anchor}>
            {isRows ? '式で書く' : '行で組み立てる'}
            <span className="sr">{`(${words.label})`}</span>
          </Button>
        </div>
      </FieldGroup>
    </div>
  );
}

function RemoveRow({ place, index, anchor }: { place: string; index: number; anchor: string }) {
  return (
    <Button kind="text" name="action" value={`remove:${place}`} formAction={anchor}>
      消す<span className="sr">{`(${index + 1}行目)`}</span>
    </Button>
  );
}

function Rows({ group, place, anchor, level }: { group: RowGroup; place: string; anchor: string; level: number }) {
  return (
    <div className="rows">
      <label className="join">
        <span className="sr">{level === 0 ? '行のつながり' : '組の中のつながり'}</span>
        <select className="in" name={`v.${place}.join`} defaultValue={group.join}>
          {joins.map((join) => (
            <option key={join} value={join}>
              {`次の${joinNames[join]}とき`}
            </option>
          ))}
        </select>
      </label>
      {group.rows.map((row, index) => {
        const own = `${place}.rows.${index}`;
        return 'test' in row ? (
          <div className="row-line" key={own}>
            <label>
              <span className="sr">{`${index + 1}行目`}</span>
              <input className="in" name={`v.${own}.test`} defaultValue={row.test} list="choices-test" />
            </label>
            <RemoveRow place={own} index={index} anchor={anchor} />
          </div>
        ) : (
          <div className="row-group" key={own}>
            <Rows group={row} place={`${own}.group`} anchor={anchor} level={level + 1} />
            <RemoveRow place={own} index={index} anchor={anchor} />
          </div>
        );
      })}
      <div className="row wrap">
        <Button kind="text" name="action" value={`add:${place}`} formAction={anchor} icon="plus">
          行を足す
        </Button>
        {level < 4 && (
          <Button kind="text" name="action" value={`addGroup:${place}`} formAction={anchor} icon="plus">
            組を足す
          </Button>
        )}
      </div>
    </div>
  );
}
