package dev.gitopsbinding.binding.parser;

import dev.gitopsbinding.api.v1alpha1.spec.push.PullRequestSpec;
import dev.gitopsbinding.api.v1alpha1.spec.push.PushSpec;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.parser.BindingParser.InvalidField;
import dev.gitopsbinding.binding.push.FieldTemplate;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.binding.push.RequestSettings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.RemoteBranch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.push}. */
final class PushParser {
  private static final String FIELD = "spec.push";
  private static final String BRANCH = FIELD + ".branch";
  private static final String REQUEST = FIELD + ".pullRequest";
  private static final Set<String> OF_BRANCH = Set.of("namespace", "name");
  private static final Set<String> OF_TEXT = Set.of("namespace", "name", "image", "tag");
  private static final String MARK = "<!-- gitopsbinding";
  private static final Pattern NAME = Pattern.compile("[^,\\p{Cntrl}]+");

  private PushParser() {}

  /** Where the binding pushes to; null for the branch of the manifest. */
  static @Nullable PushTarget parse(
      @Nullable PushSpec push, BindingId binding, Binding.Location manifest) throws InvalidField {
    if (push == null) {
      return null;
    }
    RemoteBranch base = manifest.branch();
    RemoteBranch branch =
        BindingParser.parsed(
            BRANCH,
            push.branch(),
            text ->
                new RemoteBranch(
                    base.url(),
                    FieldTemplate.parse(text, OF_BRANCH)
                        .render(Map.of("namespace", binding.namespace(), "name", binding.name()))));
    if (branch.branch().startsWith("refs/")) {
      throw new InvalidField(BRANCH, "must be a branch's short name, without refs/heads/");
    }
    if (branch.branch().equals(base.branch())) {
      throw new InvalidField(
          BRANCH,
          "must be another branch than spec.manifest.ref.branch; to push there, remove spec.push");
    }
    return new PushTarget(branch, push.pullRequest() == null ? null : request(push.pullRequest()));
  }

  private static RequestSettings request(PullRequestSpec spec) throws InvalidField {
    boolean draft = Boolean.TRUE.equals(spec.draft());
    boolean autoMerge = Boolean.TRUE.equals(spec.autoMerge());
    if (draft && autoMerge) {
      throw new InvalidField(REQUEST + ".autoMerge", "cannot be true for drafts");
    }
    FieldTemplate body = template(REQUEST + ".body", spec.body());
    if (body != null && body.text().contains(MARK)) {
      throw new InvalidField(REQUEST + ".body", "must not hold " + MARK);
    }
    return new RequestSettings(
        spec.provider(),
        spec.apiURL() == null ? null : ChecksParser.api(REQUEST, spec.apiURL()),
        BindingParser.required(
            spec.secretRef() == null ? null : spec.secretRef().name(), REQUEST + ".secretRef.name"),
        template(REQUEST + ".title", spec.title()),
        body,
        names(REQUEST + ".labels", spec.labels()),
        names(REQUEST + ".reviewers", spec.reviewers()),
        draft,
        autoMerge);
  }

  private static @Nullable FieldTemplate template(String field, @Nullable String text)
      throws InvalidField {
    return text == null
        ? null
        : BindingParser.parsed(field, text, given -> FieldTemplate.parse(given, OF_TEXT));
  }

  private static List<String> names(String field, @Nullable List<String> names)
      throws InvalidField {
    if (names == null) {
      return List.of();
    }
    for (String name : names) {
      if (name == null || !NAME.matcher(name).matches()) {
        throw new InvalidField(field, "must hold names without commas");
      }
    }
    return names;
  }
}
