import type { Room } from './room';

/** Step 2: where contacts come from and results go to. */
export default function IntegrationStep(_: { room: Room }) {
  return (
    <div class="form">
      <fieldset class="fieldset cards">
        <legend>Contacts and results</legend>
        <label class="pick on" data-field="integration">
          <input type="radio" name="integration" checked />
          <span>
            <b>No integration</b>
            <small>Contacts come from files and call lists, results leave as CSV and through the API.</small>
          </span>
        </label>
      </fieldset>
      <p class="sub">There is no other integration yet. A campaign needs none.</p>
    </div>
  );
}
