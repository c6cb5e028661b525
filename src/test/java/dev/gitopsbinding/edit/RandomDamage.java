package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages files at random, as a broken editor or a bad merge would. */
public final class RandomDamage {
  private RandomDamage() {}

  /** The content with one to three places added, doubled, mixed up or removed. */
  public static Content of(Content content, Random random) {
    byte[] pieces =
        "&*!|>'\"%@`{}[],#?:- \t\r\n\\~<\0a\uFEFF\u2028🚀".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = content.bytes();
    for (int count = 1 + random.nextInt(3); count > 0 && bytes.length > 0; count--) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + random.nextInt(4));
      ByteArrayOutputStream next = new ByteArrayOutputStream();
      next.write(bytes, 0, from);
      switch (random.nextInt(4)) {
        case 0 -> next.write(pieces[random.nextInt(pieces.length)]);
        case 1 -> next.write(bytes, from, to - from);
        case 2 -> next.writeBytes(Arrays.copyOfRange(bytes, random.nextInt(from + 1), to));
        default -> {}
      }
      next.write(bytes, to, bytes.length - to);
      bytes = next.toByteArray();
    }
    return Content.of(bytes);
  }
}
