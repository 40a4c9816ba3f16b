import { KEYS } from "../keys.js";

/** What the page does, and its keys. */
export function HelpDialog() {
  return (
    <>
      <p>
        Write a rule and an event: at the right it says whether the rule matches, and if not, why.
        Point at a condition, in the rule or in the result, and the values of the event that it
        looked at stand out; or the other way round.
      </p>
      <h3>Nothing leaves the browser</h3>
      <p>
        The page sends nothing to any server, and its security policy lets it ask none but the one
        that it came from. What you type is kept until you close this tab of the browser. A link
        that you share holds all of it behind the #, which browsers do not send; secrets are taken
        out first.
      </p>
      <h3>Keys</h3>
      <table>
        <tbody>
          {KEYS.map(([keys, does]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
