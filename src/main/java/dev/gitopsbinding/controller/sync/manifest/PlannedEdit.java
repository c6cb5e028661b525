package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits.ManifestEdit;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.ArrayList;
import java.util.List;

/**
 * What a push writes at one place.
 *
 * @param expected the images that it replaces, or that have the tag already
 */
public record PlannedEdit(
    ManifestPlace place, ImageEditor editor, List<String> expected, ImageVersion version) {
  /** The edits of a push, one for each place of the binding. */
  public static List<PlannedEdit> of(Observation observation, Plan.Push push, ManifestEdits edits) {
    ImageVersion version = push.version();
    List<ManifestEdit> places = edits.of(observation.binding());
    if (places.size() == 1) {
      ManifestEdit only = places.getFirst();
      return List.of(new PlannedEdit(only.place(), only.editor(), push.expected(), version));
    }
    ManifestSeen seen = observation.require(Questions.MANIFEST);
    List<PlannedEdit> planned = new ArrayList<>(places.size());
    for (ManifestEdit edit : places) {
      List<String> expected = seen.places().get(planned.size()).images();
      planned.add(new PlannedEdit(edit.place(), edit.editor(), expected, version));
    }
    return planned;
  }

  /** The file. */
  public RepositoryPath path() {
    return place.path();
  }

  /** Makes the edit in a version of the file. */
  public EditResult apply(Content content) {
    EditResult result = editor.write(content, expected, version);
    return result instanceof EditResult.Refused(var failure) ? refused(failure) : result;
  }

  private EditResult refused(Failure.File failure) {
    return FieldLocator.atPlace(place, failure) instanceof Failure.File located
        ? new EditResult.Refused(located)
        : new EditResult.Refused(failure);
  }
}
