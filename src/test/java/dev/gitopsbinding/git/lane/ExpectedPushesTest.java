package dev.gitopsbinding.git.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.lane.ExpectedPushes.Expectation;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import org.junit.jupiter.api.Test;

class ExpectedPushesTest {
  private static final BranchIdentity DEPLOY = LaneFixture.remote("deploy").branch().identity();
  private static final BranchIdentity OTHER = LaneFixture.remote("other").branch().identity();
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId CART = new BindingId("shop", "cart");

  private final ExpectedPushes expected = new ExpectedPushes();

  @Test
  void nothing_is_expected_before_and_after() {
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);

    expected.expect(WEB, DEPLOY, Expectation.POSSIBLE);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.POSSIBLE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.NONE);

    expected.settle(WEB);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
  }

  @Test
  void a_likely_push_stays_likely_when_its_sync_begins() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(WEB, DEPLOY, Expectation.POSSIBLE);
    expected.expect(CART, DEPLOY, Expectation.POSSIBLE);
    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.LIKELY);

    expected.settle(WEB);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.POSSIBLE);
  }

  @Test
  void a_binding_is_expected_at_one_branch_only() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(WEB, OTHER, Expectation.POSSIBLE);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.POSSIBLE);
  }

  @Test
  void what_takes_too_long_is_expected_no_more() {
    expected.expect(WEB, DEPLOY, Expectation.LIKELY);
    expected.expect(CART, DEPLOY, Expectation.POSSIBLE);
    expected.expect(new BindingId("shop", "elsewhere"), OTHER, Expectation.LIKELY);

    expected.settleAll(DEPLOY);

    assertThat(expected.at(DEPLOY)).isEqualTo(Expectation.NONE);
    assertThat(expected.at(OTHER)).isEqualTo(Expectation.LIKELY);
  }
}
