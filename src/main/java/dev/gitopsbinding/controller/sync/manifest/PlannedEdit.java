package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits.ManifestEdit;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a push writes at one place.
 *
 * @param expected the images that it replaces, or that have the tag already
 * @param proposed what it may replace instead, where the push goes to another branch; null if there
 *     is no such branch yet, or if the place cannot be read there
 */
public record PlannedEdit(
    ManifestPlace place,
    ImageEditor editor,
    List<String> expected,
    @Nullable List<String> proposed,
    ImageVersion version) {
  /** The edits of a push, one for each place of the binding. */
  public static List<PlannedEdit> of(Observation observation, Plan.Push push, ManifestEdits edits) {
    ImageVersion version = push.version();
    List<ManifestEdit> places = edits.of(observation.binding());
    if (places.size() == 1) {
      ManifestEdit only = places.getFirst();
      return List.of(
          new PlannedEdit(
              only.place(), only.editor(), push.expected(), proposed(observation, 0), version));
    }
    ManifestSeen seen = observation.require(Questions.MANIFEST);
    List<PlannedEdit> planned = new ArrayList<>(places.size());
    for (ManifestEdit edit : places) {
      List<String> expected = seen.places().get(planned.size()).images();
      List<String> proposed = proposed(observation, planned.size());
      planned.add(new PlannedEdit(edit.place(), edit.editor(), expected, proposed, version));
    }
    return planned;
  }

  private static @Nullable List<String> proposed(Observation observation, int place) {
    return observation
        .known(ProposalQuestions.PUSH_BRANCH)
        .map(PushBranchSeen::places)
        .filter(places -> place < places.size())
        .map(places -> places.get(place))
        .orElse(null);
  }

  /** The file. */
  public RepositoryPath path() {
    return place.path();
  }

  /** Makes the edit in a version of the file. */
  public EditResult apply(Content content) {
    EditResult result = editor.write(content, expected, version);
    // After a merge of the base, a place holds what the branch or the base held before.
    if (result instanceof EditResult.Superseded && proposed != null) {
      result = editor.write(content, proposed, version);
    }
    return result instanceof EditResult.Refused(var failure) ? refused(failure) : result;
  }

  private EditResult refused(Failure.File failure) {
    return FieldLocator.atPlace(place, failure) instanceof Failure.File located
        ? new EditResult.Refused(located)
        : new EditResult.Refused(failure);
  }
}
