package dev.gitopsbinding.git.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.protocol.PushResponse;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import org.junit.jupiter.api.Test;

class OperationResultTest {
  private static final Failure LATE = new Failure.Remote(Reason.TIMED_OUT, "late");

  @Test
  void aPushThatTheServerDeclinedIsNoSuccess() {
    assertThat(OperationResult.failure(Result.ok(new PushResponse.Refused("hook declined"))))
        .contains(Reason.PUSH_DECLINED);
    assertThat(OperationResult.failure(Result.ok(new PushResponse.Refused("cannot lock ref"))))
        .contains(Reason.PUSH_CONTENDED);
    assertThat(OperationResult.failure(Result.ok(new PushResponse.Moved())))
        .contains(Reason.PUSH_CONTENDED);
    assertThat(OperationResult.failure(Result.ok(new PushResponse.Unknown(LATE))))
        .contains(Reason.TIMED_OUT);
    assertThat(OperationResult.failure(Result.ok(new PushResponse.Accepted()))).isEmpty();
  }

  @Test
  void anAnswerThatIsAFailureIsOne() {
    assertThat(OperationResult.failure(Result.ok(Result.failed(LATE)))).contains(Reason.TIMED_OUT);
    assertThat(OperationResult.failure(Result.failed(LATE))).contains(Reason.TIMED_OUT);
    assertThat(OperationResult.failure(Result.ok(Result.ok("tip")))).isEmpty();
  }
}
