package dev.gitopsbinding;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The image build compiles src/training alone, which the other builds compile with the tests. */
@AnalyzeClasses(packages = SourceRootsTest.TRAINING)
class SourceRootsTest {
  static final String TRAINING = "dev.gitopsbinding.training";

  @ArchTest
  static final ArchRule trainingUsesNoOtherClassOfThisProject =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.gitopsbinding..").and(not(resideInAPackage(TRAINING))));
}
