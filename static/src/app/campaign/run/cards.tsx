import { useEffect, useState } from 'preact/hooks';
import { changed, enter, rebase, takeTheirs } from '../../../core/edit';
import {
  type CardFields,
  type CardKind,
  cardFaults,
  cardFieldsOf,
  cardKinds,
  cardWords,
  type EndCard,
  type Messages,
} from '../../../core/messages';
import { moment } from '../../../core/times';
import { placeWords } from '../../../core/zoned';
import { Button } from '../../../ui/button';
import { Choices } from '../../../ui/choices';
import { Field } from '../../../ui/field';
import { Mark } from '../../../ui/icon';
import { TextArea } from '../../../ui/text';
import { tell } from '../../../ui/toast';
import { Clash, FormError, useForm } from '../../form';
import { api, newKey, now } from '../../here';
import { FoundAgain, useKept } from '../../kept';
import type { Room } from '../room';
import { Conflict, Editor, Others } from './editor';
import { asMe, type Put, useShown, withCard } from './messages';

/** The cards that callers see when there is nothing to call: one for each reason. */
export function EndCards({ room, messages, put }: { room: Room; messages: Messages; put: Put }) {
  const present = cardKinds.find((k) => k === room.campaign.state);
  const [kind, setKind] = useState<CardKind>(present ?? 'paused');
  const card = messages.end_cards[kind];
  return (
    <Editor
      id="end-cards"
      title="End cards"
      tools={
        <Choices
          name="end-card"
          label="Which card"
          choices={cardKinds.map((k) => ({ value: k, words: cardWords[k] }))}
          value={kind}
          change={setKind}
        />
      }
    >
      {card && (
        <CardForm
          key={kind}
          room={room}
          kind={kind}
          card={card}
          saved={(now) => put((m) => withCard(m, kind, now))}
        />
      )}
    </Editor>
  );
}

/** When calls start again, as the page says it: the hour is known while there is one. */
function opens({ campaign: c }: Room): string {
  return `${c.next_at ? moment(c.next_at, now(), c.zone) : '9:00'}, ${placeWords(c.zone)}`;
}

function CardForm({
  room,
  kind,
  card,
  saved,
}: {
  room: Room;
  kind: CardKind;
  card: EndCard;
  saved: (card: EndCard) => void;
}) {
  const c = room.campaign;
  const form = useForm('title', 'text', 'link_text', 'link_url');
  const base = cardFieldsOf(card);
  const kept = useKept<CardFields>(`${c.id}:card:${kind}`, base);
  const { e, setE } = kept;
  const [conflict, setConflict] = useState<string>();
  const [version, setVersion] = useState(card.version);
  const shown = useShown(c.id, e.now.text, card);
  const key = JSON.stringify(base);
  useEffect(() => {
    setVersion(card.version);
    setE((old) => rebase(old, base));
  }, [key, card.version]);
  const type = (typed: Partial<CardFields>) => {
    room.editing(`card ${kind}`);
    setE((old) => enter(old, typed));
  };
  const save = async () => {
    if (!form.check(cardFaults(e.now))) return;
    await form.send(
      async () => {
        const body = { version, ...e.now };
        const now = await api.put<EndCard>(`/campaigns/${c.id}/end-cards/${kind}`, body, { key: newKey() });
        setConflict(undefined);
        kept.forget();
        room.rest();
        saved(now);
        tell(`Callers see the card ${cardWords[kind]} like this from now on.`, 'check');
      },
      (p) => {
        const theirs = p.code === 'conflict' ? (p.body.current as EndCard | undefined) : undefined;
        if (!theirs) return false;
        setVersion(theirs.version);
        setE((old) => rebase(old, cardFieldsOf(theirs)));
        setConflict(theirs.by?.name ?? 'Somebody');
        return true;
      },
    );
  };
  const clash = (field: keyof CardFields) => (
    <Clash theirs={e.clashes[field]} who={card.by?.name} take={() => setE((old) => takeTheirs(old, field))} />
  );
  const field = (name: 'title' | 'link_text' | 'link_url', label: string, maxLength: number) => (
    <div>
      <Field
        label={label}
        value={e.now[name]}
        change={(value) => type({ [name]: value })}
        error={form.error(name)}
        maxLength={maxLength}
      />
      {clash(name)}
    </div>
  );
  const dirty = changed(e);
  return (
    <div class="eb" ref={form.root}>
      <FoundAgain of={kept} />
      <Conflict who={conflict} />
      {field('title', 'Title', 80)}
      <TextArea
        label="Text"
        value={e.now.text}
        change={(text) => type({ text })}
        error={form.error('text') ?? shown.fault}
        maxLength={1000}
        rows={2}
      />
      {clash('text')}
      <div class="row2">
        {field('link_text', 'Link text', 60)}
        {field('link_url', 'Link', 500)}
      </div>
      <p class="pvl">Exactly as callers see it</p>
      <div class="pvb">
        <div class="endc">
          <Mark />
          <h2>{asMe(e.now.title, true) || 'The title'}</h2>
          <div class="said" dangerouslySetInnerHTML={{ __html: asMe(shown.html) }} />
          {kind === 'outside_hours' && <p class="when">Calls start again at {opens(room)}.</p>}
          {e.now.link_text.trim() && <span class="btn big primary">{e.now.link_text.trim()}</span>}
        </div>
      </div>
      <FormError form={form} />
      <div class="acts">
        <Button busy={form.busy} onPress={() => void save()}>
          {form.busy ? 'Saving…' : 'Save card'}
        </Button>
        {dirty && (
          <Button quiet onPress={kept.forget}>
            Undo changes
          </Button>
        )}
        <span class="sm muted">
          {card.by && card.at
            ? `Saved by ${card.by.name}, ${moment(card.at, now(), c.zone)}`
            : 'As it comes: nobody has changed it'}
        </span>
        <Others room={room} what={`card ${kind}`} />
      </div>
    </div>
  );
}
