package dev.gitopsbinding.forge.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.Check;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageCacheTest {
  private final PageCache cache = new PageCache(10_000);

  @Test
  void aPageIsKnownByUrlAndLogin() {
    cache.put(key("a"), "tag", page(10));
    assertThat(cache.get(key("a"))).contains(new PageCache.Tagged("tag", page(10)));
    assertThat(cache.get(key("b"))).isEmpty();
    assertThat(cache.get(new PageCache.Key(key("a").uri(), "other"))).isEmpty();
  }

  @Test
  void aPageWithoutATagReplacesTheOldOne() {
    cache.put(key("a"), "tag", page(10));
    cache.put(key("a"), null, page(10));
    assertThat(cache.get(key("a"))).isEmpty();
    assertThat(cache.held()).isZero();
    cache.put(key("a"), "x".repeat(201), page(10));
    assertThat(cache.held()).isZero();
  }

  @Test
  void theLeastRecentlyUsedPagesAreDroppedWhereItIsFull() {
    for (String name : List.of("a", "b", "c")) {
      cache.put(key(name), "tag", page(2500));
    }
    assertThat(cache.get(key("a"))).isPresent();
    cache.put(key("d"), "tag", page(2500));
    assertThat(cache.get(key("b"))).isEmpty();
    assertThat(cache.get(key("a"))).isPresent();
    cache.put(key("e"), "tag", page(20_000));
    assertThat(cache.held()).isLessThanOrEqualTo(10_000);
    assertThat(cache.get(key("e"))).isEmpty();
  }

  private static PageCache.Key key(String name) {
    return new PageCache.Key(URI.create("https://git.test/" + name), "login");
  }

  private static PageCache.Page page(int length) {
    return new PageCache.Page(
        List.of(Check.beside("x".repeat(length), Check.State.PASSED, "", null)), false);
  }
}
