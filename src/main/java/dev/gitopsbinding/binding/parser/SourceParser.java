package dev.gitopsbinding.binding.parser;

import dev.gitopsbinding.api.v1alpha1.spec.source.SourceBinding;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.binding.parser.BindingParser.InvalidField;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.GoDuration;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.source}: a branch, or another binding. */
final class SourceParser {
  private static final String FIELD = "spec.source";
  private static final Duration LONGEST_SOAK = Duration.ofDays(30);

  private SourceParser() {}

  /**
   * The source.
   *
   * @param namespace the binding's
   */
  static Source parse(SourceSpec source, String namespace) throws InvalidField {
    SourceBinding upstream = source.binding();
    if (upstream == null) {
      return new Source.Branch(
          BindingParser.location(FIELD, source.url(), source.ref(), source.secretRef()));
    }
    boolean alone =
        Stream.of(
                source.url(),
                source.ref(),
                source.secretRef(),
                source.paths(),
                source.checks(),
                source.rewind())
            .allMatch(Objects::isNull);
    if (!alone || (source.select() != null && !source.select().equals("Newest"))) {
      throw new InvalidField(
          FIELD + ".binding",
          "cannot be combined with url, ref, secretRef, paths, checks, select NewestWithImage and rewind");
    }
    return new Source.Upstream(
        new BindingId(
            upstream.namespace() == null ? namespace : upstream.namespace(),
            BindingParser.required(upstream.name(), FIELD + ".binding.name")),
        soak(upstream.soak()));
  }

  private static Duration soak(@Nullable String text) throws InvalidField {
    if (text == null) {
      return Duration.ZERO;
    }
    return GoDuration.parse(text)
        .filter(soak -> !soak.isNegative() && soak.compareTo(LONGEST_SOAK) <= 0)
        .orElseThrow(
            () ->
                new InvalidField(
                    FIELD + ".binding.soak", "must be a duration such as 30m, at most 720h"));
  }
}
