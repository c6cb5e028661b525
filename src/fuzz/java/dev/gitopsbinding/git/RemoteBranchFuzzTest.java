package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Timeout;

/** git accepts every branch name that is accepted here. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteBranchFuzzTest {
  private static final RepositoryUrl URL = RepositoryUrl.parse("https://github.com/acme/web");

  @FuzzTest
  void name(byte[] input) {
    String name = new String(input, StandardCharsets.UTF_8);
    boolean accepted;
    try {
      accepted = new RemoteBranch(URL, name).branch().equals(name);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("must be a branch name");
      return;
    }
    assertThat(accepted).isTrue();
    assertThat(Repository.isValidRefName("refs/heads/" + name)).as(name).isTrue();
  }
}
