package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.ImageField;
import dev.gitopsbinding.controller.index.TargetOwners.Wish;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.plan.Claim;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetOwnersTest {
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId RIVAL = new BindingId("blog", "web");
  private static final ImageField HERE = field("here.yaml");
  private static final ImageField THERE = field("there.yaml");

  private final TargetOwners owners = new TargetOwners();

  @Test
  void aNewClaimWakesTheRivalsForItsField() {
    assertThat(owners.change(WEB, wish(HERE, Claim.NAMESPACE)).fields()).containsExactly(HERE);
  }

  @Test
  void theSameClaimAgainWakesNobody() {
    owners.change(WEB, wish(HERE, Claim.NAMESPACE));

    assertThat(owners.change(WEB, wish(HERE, Claim.NAMESPACE)).fields()).isEmpty();
  }

  @Test
  void aClaimThatGrowsOrShrinksWakesTheRivals() {
    owners.change(WEB, wish(HERE, Claim.NAMESPACE));

    assertThat(owners.change(WEB, wish(HERE, Claim.EVERYWHERE)).fields()).containsExactly(HERE);
    assertThat(owners.change(WEB, wish(HERE, Claim.NONE)).fields()).containsExactly(HERE);
  }

  @Test
  void whoTurnsToAnotherFieldWakesTheRivalsForBoth() {
    owners.change(WEB, wish(HERE, Claim.NAMESPACE));

    assertThat(owners.change(WEB, wish(THERE, Claim.NAMESPACE)).fields())
        .containsExactlyInAnyOrder(HERE, THERE);
  }

  @Test
  void aFieldIsReleasedOnce() {
    owners.change(WEB, wish(HERE, Claim.NAMESPACE));

    assertThat(owners.change(WEB, null).fields()).containsExactly(HERE);
    assertThat(owners.change(WEB, null).fields()).isEmpty();
    assertThat(owners.change(WEB, wish(HERE, Claim.NAMESPACE)).fields())
        .as("nothing is remembered of it")
        .containsExactly(HERE);
  }

  @Test
  void eachBindingHasAClaimOfItsOwn() {
    owners.change(WEB, wish(HERE, Claim.NAMESPACE));

    assertThat(owners.change(RIVAL, null).fields()).isEmpty();
    assertThat(owners.change(RIVAL, wish(HERE, Claim.NAMESPACE)).fields()).containsExactly(HERE);
    assertThat(owners.change(RIVAL, null).fields()).containsExactly(HERE);
    assertThat(owners.change(WEB, wish(HERE, Claim.NAMESPACE)).fields()).isEmpty();
  }

  @Test
  void whoTurnsToAnotherBranchWakesThoseThatPushToBoth() {
    BranchIdentity main = branch("main");
    BranchIdentity staging = branch("staging");
    owners.change(WEB, new Wish(List.of(HERE), List.of(main), Claim.NAMESPACE));

    assertThat(owners.change(WEB, new Wish(List.of(HERE), List.of(staging), Claim.NAMESPACE)))
        .isEqualTo(new TargetOwners.Contested(Set.of(HERE), Set.of(main, staging)));
  }

  private static BranchIdentity branch(String name) {
    RepositoryUrl url = RepositoryUrl.parse("https://git.example.com/deploy.git");
    return new RemoteBranch(url, name).identity();
  }

  private static Wish wish(ImageField field, Claim claim) {
    return new Wish(List.of(field), List.of(), claim);
  }

  private static ImageField field(String path) {
    RepositoryUrl url = RepositoryUrl.parse("https://git.example.com/deploy.git");
    return new ImageField(
        new RemoteBranch(url, "main").identity(),
        new RepositoryPath(path),
        "Deployment",
        "web",
        "ghcr.io/acme/web",
        null,
        false);
  }
}
