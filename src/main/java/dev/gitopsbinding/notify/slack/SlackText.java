package dev.gitopsbinding.notify.slack;

import java.util.regex.Pattern;

/**
 * Makes a text that others wrote harmless in a chat. Slack reads {@code <!here>} and {@code <@U1>}
 * as mentions and {@code <url|text>} as links, and asks for its three control characters to be
 * escaped ("Formatting text for app surfaces"). Mattermost, Rocket.Chat and Discord also read
 * {@code @here}, {@code @channel}, {@code @all} and {@code @everyone} in plain text.
 */
final class SlackText {
  /** What may begin a mention; in a word, as in {@code git@host}, only the names of groups do. */
  private static final Pattern MENTION =
      Pattern.compile("(?<![\\p{L}\\p{N}])@|@(?=(?i:here|channel|all|everyone))");

  /** Between {@code @} and a name, so that it is no mention; it takes no room on the screen. */
  private static final String APART = "@\u200b";

  private static final String NOTHING = "\u200b";

  /** What begins a bare address, of which chats make a link, and what ends a link's text. */
  private static final Pattern MARKUP =
      Pattern.compile("(?<=[A-Za-z0-9+.-]):(?=\\S)|(?i:www)(?=[.])|\\](?=[(\\[:])");

  private SlackText() {}

  /** The text as it is to be shown, not as markup. */
  static String escape(String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return MENTION.matcher(escaped).replaceAll(APART);
  }

  /**
   * As {@link #escape}, for a text that is nothing but prose, such as the subject of a commit:
   * nothing in it becomes a link or an image.
   */
  static String plain(String text) {
    return MARKUP.matcher(escape(text)).replaceAll("$0" + NOTHING);
  }
}
