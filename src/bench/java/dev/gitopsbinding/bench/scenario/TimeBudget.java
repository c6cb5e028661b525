package dev.gitopsbinding.bench.scenario;

import dev.gitopsbinding.bench.figure.Row;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.yardstick.Yardstick;
import java.util.Optional;

/**
 * What the time of a scenario may be: so many times a unit.
 *
 * @param times more than zero
 */
record TimeBudget(double times, Unit unit) {
  /** What a budget is measured in. */
  enum Unit {
    SECONDS,
    /** G with a new clone. */
    COLD_G,
    /** L. */
    LIMIT
  }

  static TimeBudget seconds(double seconds) {
    return new TimeBudget(seconds, Unit.SECONDS);
  }

  static TimeBudget coldG(double times) {
    return new TimeBudget(times, Unit.COLD_G);
  }

  static TimeBudget limit(double times) {
    return new TimeBudget(times, Unit.LIMIT);
  }

  /** The budget in seconds; call it before the scenario, since it may run the yardstick. */
  Measured measure(FleetPlan plan, Yardstick yardstick) {
    return switch (unit) {
      case SECONDS -> new Measured(times, Optional.empty());
      case COLD_G -> new Measured(times * yardstick.of(plan).coldSeconds(), Optional.empty());
      case LIMIT -> {
        double limit = yardstick.limit().of(plan);
        yield new Measured(times * limit, Optional.of(limit));
      }
    };
  }

  /**
   * A budget in seconds.
   *
   * @param limit L, if the budget is so many L
   */
  record Measured(double seconds, Optional<Double> limit) {
    /** The row with a time, the yardsticks and the budget. */
    Row apply(Row row, double time, double g) {
      return row.against(time, g, limit).check("wall", time, seconds, "s");
    }
  }
}
