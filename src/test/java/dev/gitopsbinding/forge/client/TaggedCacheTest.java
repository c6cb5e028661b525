package dev.gitopsbinding.forge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggedCacheTest {
  private final TaggedCache<String> cache = new TaggedCache<>(10_000, String::length);

  @Test
  void aValueIsKnownByUrlAndLogin() {
    cache.put(key("a"), "tag", page(10));
    assertThat(cache.find(key("a"))).contains(new TaggedCache.Tagged<>("tag", page(10)));
    assertThat(cache.find(key("b"))).isEmpty();
    assertThat(cache.find(new TaggedCache.Key(key("a").uri(), "other"))).isEmpty();
  }

  @Test
  void aValueWithoutATagReplacesTheOldOne() {
    cache.put(key("a"), "tag", page(10));
    cache.put(key("a"), null, page(10));
    assertThat(cache.find(key("a"))).isEmpty();
    assertThat(cache.held()).isZero();
    cache.put(key("a"), "x".repeat(201), page(10));
    assertThat(cache.held()).isZero();
  }

  @Test
  void theLeastRecentlyUsedValuesAreDroppedWhereItIsFull() {
    for (String name : List.of("a", "b", "c")) {
      cache.put(key(name), "tag", page(2500));
    }
    assertThat(cache.find(key("a"))).isPresent();
    cache.put(key("d"), "tag", page(2500));
    assertThat(cache.find(key("b"))).isEmpty();
    assertThat(cache.find(key("a"))).isPresent();
    cache.put(key("e"), "tag", page(20_000));
    assertThat(cache.held()).isLessThanOrEqualTo(10_000);
    assertThat(cache.find(key("e"))).isEmpty();
  }

  private static TaggedCache.Key key(String name) {
    return new TaggedCache.Key(URI.create("https://git.test/" + name), "login");
  }

  private static String page(int length) {
    return "x".repeat(length);
  }
}
