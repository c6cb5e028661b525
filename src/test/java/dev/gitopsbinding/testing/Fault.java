package dev.gitopsbinding.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that injects a fault; the report {@code target/faults.md} has a line for it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FaultReport.class)
public @interface Fault {
  /** What goes wrong. */
  String value();

  /** The invariants of docs/design.md that hold nevertheless, such as {@code I1}. */
  String[] holds();
}
