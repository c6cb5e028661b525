package dev.gitopsbinding.git.credential;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.junit.jupiter.api.Timeout;

/** A Secret goes to the hosts that its owner wrote down, and to no other. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretHostPolicyFuzzTest {
  private static final String SEPARATORS = ", \t\n\r\f\u000b";
  private static final List<String> USUAL = List.of("SSH 22", "HTTPS 443");

  /** Parts: the annotation, and the URL that the binding names. */
  @FuzzTest
  void annotation(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String annotation = parts.get(0);
    RepositoryUrl url = url(parts.get(1));
    SecretData secret =
        new SecretData(
            "shop",
            "git",
            "kubernetes.io/ssh-auth",
            Map.of(SecretHostPolicy.ANNOTATION, annotation),
            Map.of());

    Optional<Failure> refusal = SecretHostPolicy.refusal(secret, url);

    assertThat(refusal.isEmpty()).as(annotation).isEqualTo(isNamed(url, annotation));
    refusal.ifPresent(failure -> assertSafeToPaste(failure, url));
  }

  private static boolean isNamed(RepositoryUrl url, String annotation) {
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    String withPort = host + ":" + url.port();
    boolean usual = USUAL.contains(url.scheme() + " " + url.port());
    List<String> names = usual ? List.of(host, withPort) : List.of(withPort);
    StringTokenizer entries = new StringTokenizer(annotation, SEPARATORS);
    while (entries.hasMoreTokens()) {
      if (names.contains(entries.nextToken().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** The message holds a command; what the shell would run is what is read. */
  private static void assertSafeToPaste(Failure failure, RepositoryUrl url) {
    assertThat(failure.reason()).isEqualTo(Reason.SECRET_NOT_CONSENTED);
    assertOneLine(failure.message());
    String command =
        failure
            .message()
            .substring(failure.message().indexOf("kubectl annotate secret git "))
            .replaceFirst("`\\.$", "");
    assertThat(command)
        .matches(
            "kubectl annotate secret git --namespace shop (--overwrite )?"
                + "'gitopsbinding.dev/hosts=[a-z0-9.:,%_\\[\\]-]+'")
        .contains(url.host());
  }

  private static RepositoryUrl url(String text) {
    try {
      return RepositoryUrl.parse(text);
    } catch (IllegalArgumentException e) {
      return RepositoryUrl.parse("https://git.example.com/acme/web");
    }
  }
}
