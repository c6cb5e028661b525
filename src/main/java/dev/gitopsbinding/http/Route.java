package dev.gitopsbinding.http;

/** Answers the requests for one path. Called from many threads. */
public interface Route {
  /** For example {@code /metrics}. */
  String path();

  /** Answers a GET or HEAD; a HEAD is sent without the body. */
  Response answer(RequestHead request);
}
