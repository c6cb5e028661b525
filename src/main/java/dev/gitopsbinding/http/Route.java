package dev.gitopsbinding.http;

import java.util.List;

/** Answers the requests for one path. Called from many threads. */
public interface Route {
  /** For example {@code /metrics}. */
  String path();

  /** The methods that are served; a request with another one is refused. */
  default List<String> methods() {
    return List.of("GET", "HEAD");
  }

  /** Answers a request with one of the methods; the answer to a HEAD is sent without its body. */
  Response answer(RequestHead request);
}
