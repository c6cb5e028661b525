package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/**
 * Finds the source commits that a push brings, if a message, pull request or commit message shows
 * them. It prevents no push: if the history cannot be read, the tag is written without them.
 */
final class ContentsRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    if (!observation.binding().showsContents()) {
      return Optional.empty();
    }
    boolean ask =
        switch (observation.fact(Questions.CONTENTS)) {
          case Fact.NotAsked<PushContents>() -> true;
          case Fact.Known<PushContents>(var contents, var _) ->
              !contents.replaced().equals(observation.require(Questions.MANIFEST).images());
          case Fact.Unavailable<PushContents> _ -> false;
        };
    return ask ? Optional.of(new Ask(Questions.CONTENTS)) : Optional.empty();
  }
}
