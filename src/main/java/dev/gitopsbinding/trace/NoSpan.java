package dev.gitopsbinding.trace;

import java.util.Optional;

/** Ignores everything. */
final class NoSpan implements Span {
  @Override
  public Span child(String name, Kind kind) {
    return this;
  }

  @Override
  public void set(String attribute, String value) {
    // nothing is traced
  }

  @Override
  public void fail(String reason) {
    // nothing is traced
  }

  @Override
  public void link(Span other) {
    // nothing is traced
  }

  @Override
  public boolean isRecorded() {
    return false;
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.empty();
  }

  @Override
  public void end() {
    // nothing is traced
  }
}
