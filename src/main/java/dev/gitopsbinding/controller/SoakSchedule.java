package dev.gitopsbinding.controller;

import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Questions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Has a binding that follows another one synced when a soak time is over, and not only later. */
final class SoakSchedule {
  private SoakSchedule() {}

  /**
   * The delay until the next sync.
   *
   * @param delay the delay by other rules
   * @param now by the clock of reads
   */
  static Duration sooner(Duration delay, Observation observation, Instant now) {
    if (!(observation.fact(Questions.PROMOTION)
        instanceof Fact.Known<Promotion>(Promotion promotion, Instant at))) {
      return delay;
    }
    Promotion.Soak soak = soak(promotion);
    return soak == null ? delay : least(delay, Duration.between(now, at.plus(soak.left())));
  }

  private static Promotion.@Nullable Soak soak(Promotion promotion) {
    return switch (promotion) {
      case Promotion.Held _ -> null;
      case Promotion.Pending(var soak) -> soak;
      case Promotion.Offer offer -> offer.newer();
    };
  }

  private static Duration least(Duration delay, Duration soak) {
    Duration left = soak.isNegative() ? Duration.ZERO : soak;
    return left.compareTo(delay) < 0 ? left : delay;
  }
}
