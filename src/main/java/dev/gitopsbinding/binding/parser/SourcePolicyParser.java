package dev.gitopsbinding.binding.parser;

import dev.gitopsbinding.api.v1alpha1.spec.source.SourcePaths;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.binding.SourcePolicy;
import dev.gitopsbinding.binding.SourcePolicy.Select;
import dev.gitopsbinding.binding.parser.BindingParser.InvalidField;
import dev.gitopsbinding.model.paths.PathFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.source.select}, {@code spec.source.rewind} and {@code spec.source.paths}. */
final class SourcePolicyParser {
  private SourcePolicyParser() {}

  /**
   * The policy.
   *
   * @param asksRegistry whether the registry is asked for images
   */
  static SourcePolicy parse(SourceSpec source, boolean asksRegistry) throws InvalidField {
    Select select = select(source.select());
    if (select == Select.NEWEST_WITH_IMAGE && !asksRegistry) {
      throw new InvalidField(
          "spec.source.select",
          "is NewestWithImage, which has to ask the registry: spec.image.check.mode must be Required");
    }
    return new SourcePolicy(select, holds(source.rewind(), select), paths(source.paths()));
  }

  private static Select select(@Nullable String text) throws InvalidField {
    return switch (text) {
      case null -> Select.NEWEST;
      case "Newest" -> Select.NEWEST;
      case "NewestWithImage" -> Select.NEWEST_WITH_IMAGE;
      default -> throw new InvalidField("spec.source.select", "must be Newest or NewestWithImage");
    };
  }

  /** Who selects among the newer commits never gets an older one, unless the spec asks for it. */
  private static boolean holds(@Nullable String text, Select select) throws InvalidField {
    return switch (text) {
      case null -> select == Select.NEWEST_WITH_IMAGE;
      case "Hold" -> true;
      case "Follow" -> false;
      default -> throw new InvalidField("spec.source.rewind", "must be Hold or Follow");
    };
  }

  private static @Nullable PathFilter paths(@Nullable SourcePaths paths) throws InvalidField {
    if (paths == null) {
      return null;
    }
    try {
      return new PathFilter(orNone(paths.include()), orNone(paths.exclude()));
    } catch (IllegalArgumentException e) {
      throw new InvalidField("spec.source.paths", String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> orNone(@Nullable List<String> patterns) {
    return patterns == null ? List.of() : patterns;
  }
}
