package dev.gitopsbinding.forge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
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
    for (String none : Arrays.asList(null, "x".repeat(201))) {
      cache.put(key("a"), "tag", page(5000));
      cache.put(key("a"), none, page(5000));
      assertThat(cache.find(key("a"))).isEmpty();
    }
    for (String name : List.of("b", "c", "d")) {
      cache.put(key(name), "tag", page(2500));
    }
    assertThat(cache.find(key("b"))).as("there is room for three again").isPresent();
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
    for (String name : List.of("a", "c", "d", "e")) {
      assertThat(cache.find(key(name))).as(name).isEmpty();
    }
  }

  private static TaggedCache.Key key(String name) {
    return new TaggedCache.Key(URI.create("https://git.test/" + name), "login");
  }

  private static String page(int length) {
    return "x".repeat(length);
  }
}
