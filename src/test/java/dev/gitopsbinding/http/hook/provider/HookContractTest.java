package dev.gitopsbinding.http.hook.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.app.HookKinds;
import dev.gitopsbinding.model.RepositoryUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each sender documents, and what is read of it. */
class HookContractTest {
  private static final Path FILES = Path.of("src/test/resources/hook");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FILES)) {
      return all.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void nothingButNamesIsRead(Path file) throws Exception {
    String[] parts = Files.readString(file).split("\n---\n", 2);
    List<String> head = parts[0].lines().toList();

    assertThat(head.getFirst()).startsWith("# source: ");
    assertThat(head.get(1)).startsWith("# read: 2026-");
    HookEvent event = read(file, parts[1].getBytes(StandardCharsets.UTF_8));
    assertThat(text(event)).isEqualTo(values(head, "names").getFirst());
  }

  /** Whatever is missing or of another type, the answer is an event or "malformed". */
  @ParameterizedTest
  @MethodSource("files")
  void aPayloadThatIsCutOffOrOfAnotherShapeIsNoFault(Path file) throws Exception {
    String json = Files.readString(file).split("\n---\n", 2)[1].strip();
    for (int length = 0; length < json.length(); length += 7) {
      byte[] cut = json.substring(0, length).getBytes(StandardCharsets.UTF_8);
      HookEvent ping = pingOrNull(file);
      if (ping == null) {
        assertMalformed(file, cut);
      }
    }
    for (String other : List.of("[]", "1", "\"text\"", "null", json + "{}")) {
      if (pingOrNull(file) == null) {
        assertMalformed(file, other.getBytes(StandardCharsets.UTF_8));
      }
    }
    String scalars = json.replaceAll("[\\[{]\\s*\"", "$0").replace("\"href\"", "\"other\"");
    read(file, scalars.replace("[]", "{}").getBytes(StandardCharsets.UTF_8), true);
    read(file, "{}".getBytes(StandardCharsets.UTF_8), true);
  }

  @Test
  void everyProviderHasAContractAndANameOfItsOwn() throws IOException {
    List<String> names = HookKinds.ALL.stream().map(HookProvider::name).toList();

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+"));
    try (Stream<Path> folders = Files.list(FILES)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  /** The kinds of events whose payload is not looked at. */
  private static HookEvent pingOrNull(Path file) throws IOException {
    try {
      return provider(file).read(request(file), new byte[0]);
    } catch (MalformedPayloadException e) {
      return null;
    }
  }

  private static void assertMalformed(Path file, byte[] json) {
    assertThatThrownBy(() -> read(file, json))
        .as(new String(json, StandardCharsets.UTF_8))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageNotContaining("acme");
  }

  private static void read(Path file, byte[] json, boolean mayBeMalformed) throws Exception {
    try {
      read(file, json);
    } catch (MalformedPayloadException e) {
      assertThat(mayBeMalformed).isTrue();
    }
  }

  private static HookEvent read(Path file, byte[] json) throws Exception {
    return provider(file).read(request(file), json);
  }

  private static HookProvider provider(Path file) {
    String name = file.getParent().getFileName().toString();
    return HookKinds.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static HookRequest request(Path file) throws IOException {
    Map<String, String> headers = new HashMap<>();
    values(Files.readAllLines(file), "header").stream()
        .map(line -> line.split(": ", 2))
        .forEach(parts -> headers.put(parts[0], parts[1]));
    return new HookRequest(headers, "");
  }

  private static List<String> values(List<String> head, String name) {
    String begin = "# " + name + ": ";
    return head.stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .toList();
  }

  private static String text(HookEvent event) {
    return switch (event) {
      case HookEvent.Ping() -> "ping";
      case HookEvent.Irrelevant() -> "nothing";
      case HookEvent.BranchesMoved(var urls, var branches) ->
          "branches "
              + branches.stream().sorted().collect(Collectors.joining(", "))
              + " of "
              + text(urls);
      case HookEvent.PullRequestChanged(var urls) -> "pull request of " + text(urls);
      case HookEvent.ImagesPushed(var images) ->
          "images "
              + images.stream()
                  .map(image -> image.repository() + ":" + image.tag())
                  .sorted()
                  .collect(Collectors.joining(" "));
    };
  }

  private static String text(List<RepositoryUrl> urls) {
    return urls.stream().map(RepositoryUrl::toString).collect(Collectors.joining(" "));
  }
}
