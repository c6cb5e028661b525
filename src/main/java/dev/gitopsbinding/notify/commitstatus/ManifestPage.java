package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.model.CommitLink;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page of a commit in the manifest repository. Pure. */
final class ManifestPage {
  private ManifestPage() {}

  /** The page; empty if it is not known where the host has it. */
  static Optional<URI> of(GitOpsBindingSpec spec, StatusReport report, CommitSha commit) {
    ManifestSpec manifest = spec.manifest();
    if (manifest == null || manifest.url() == null) {
      return Optional.empty();
    }
    try {
      RepositoryUrl url = RepositoryUrl.parse(manifest.url());
      return CommitLink.of(url, commit, provider(spec, report, url));
    } catch (IllegalArgumentException e) {
      // Stored under an older schema.
      return Optional.empty();
    }
  }

  /** The kind of forge, as far as the spec names it for this host. */
  private static @Nullable String provider(
      GitOpsBindingSpec spec, StatusReport report, RepositoryUrl manifest) {
    var push = spec.push();
    if (push != null && push.pullRequest() != null && push.pullRequest().provider() != null) {
      return push.pullRequest().provider();
    }
    SourceSpec source = spec.source();
    boolean same =
        source != null
            && source.url() != null
            && RepositoryUrl.parse(source.url()).host().equals(manifest.host());
    return same ? report.provider() : null;
  }
}
