package dev.gitopsbinding.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links lead somewhere, and every page is reached from the start page. */
class MarkdownLinksTest {
  private static final Map<Path, MarkdownPage> PAGES =
      MarkdownPage.all().stream()
          .collect(Collectors.toMap(MarkdownPage::file, Function.identity()));

  /** Two screens. */
  private static final int MAX_LINES = 110;

  /** Looked up, not read. */
  private static final Set<String> LISTS =
      Set.of("design.md", "glossary.md", "metrics.md", "reasons.md", "security.md", "settings.md");

  @Test
  void everyLinkLeadsToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    for (MarkdownPage page : PAGES.values()) {
      for (MarkdownPage.Link link : page.links()) {
        if (!isOutside(link) && !leads(page, link)) {
          broken.add(page.file() + ":" + link.line() + ": " + link.target());
        }
      }
    }

    assertThat(PAGES.values().stream().mapToInt(page -> page.links().size()).sum())
        .as("links that were found")
        .isGreaterThan(100);
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageIsReachedFromTheStartPage() {
    Set<Path> reached = new HashSet<>();
    Deque<Path> open = new ArrayDeque<>(List.of(Path.of("docs/README.md")));
    while (!open.isEmpty()) {
      Path file = open.pop();
      if (PAGES.containsKey(file) && reached.add(file)) {
        MarkdownPage page = PAGES.get(file);
        page.links().stream()
            .filter(link -> !isOutside(link))
            .map(link -> target(page, link))
            .forEach(open::add);
      }
    }

    assertThat(PAGES.keySet()).filteredOn(file -> file.startsWith("docs")).isSubsetOf(reached);
  }

  @Test
  void everyPageForUsersIsShort() {
    assertThat(PAGES.values())
        .filteredOn(page -> page.file().toString().matches("docs/[a-z0-9-]+\\.md"))
        .filteredOn(page -> !LISTS.contains(page.file().getFileName().toString()))
        .isNotEmpty()
        .allSatisfy(
            page ->
                assertThat(page.lines())
                    .as("%s: divide it, or say less", page.file())
                    .hasSizeLessThanOrEqualTo(MAX_LINES));
  }

  private static boolean isOutside(MarkdownPage.Link link) {
    return link.target().matches("[a-z]+:.*|(\\.\\./)+security/advisories/new");
  }

  private static boolean leads(MarkdownPage page, MarkdownPage.Link link) {
    Path target = target(page, link);
    int hash = link.target().indexOf('#');
    if (!Files.exists(target)) {
      return false;
    }
    MarkdownPage there = PAGES.get(target);
    return hash < 0 || there == null || there.anchors().contains(link.target().substring(hash + 1));
  }

  private static Path target(MarkdownPage page, MarkdownPage.Link link) {
    String path = link.target().replaceFirst("#.*", "");
    Path folder = page.file().getParent();
    return path.isEmpty()
        ? page.file()
        : (folder == null ? Path.of(path) : folder.resolve(path)).normalize();
  }
}
