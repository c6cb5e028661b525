package dev.gitopsbinding.http.hook.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.app.HookKinds;
import dev.gitopsbinding.fuzz.FuzzParts;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** Whatever a payload holds: it is malformed, or few names are read of it. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HookPayloadFuzzTest {
  /** Parts: the kind of event, and the payload. */
  @FuzzTest
  void payload(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String event = parts.get(0);
    HookRequest request =
        new HookRequest(
            Map.of("x-github-event", event, "x-gitea-event", event, "x-event-key", event), "");
    byte[] body = parts.get(1).getBytes(StandardCharsets.UTF_8);
    for (HookProvider provider : HookKinds.ALL) {
      try {
        check(provider.read(request, body));
      } catch (MalformedPayloadException e) {
        assertThat(e.getMessage()).hasSizeLessThan(100);
      }
    }
  }

  private static void check(HookEvent event) {
    switch (event) {
      case HookEvent.Ping(), HookEvent.Irrelevant() -> {}
      case HookEvent.BranchesMoved(var urls, var branches) -> {
        assertThat(urls).isNotEmpty().hasSizeLessThan(500);
        assertThat(branches).isNotEmpty().allMatch(name -> name.length() <= 1024);
      }
      case HookEvent.PullRequestChanged(var urls) -> assertThat(urls).isNotEmpty();
      case HookEvent.ImagesPushed(var images) ->
          assertThat(images).isNotEmpty().allMatch(image -> image.tag() != null);
    }
  }
}
