package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.model.Failure;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/** What became of a change set at one tip, before any push. */
public sealed interface Applied {
  record Committed(ObjectId commit, List<String> replaced) implements Applied {}

  record Unchanged() implements Applied {}

  record Superseded(List<String> found) implements Applied {}

  record Withdrawn() implements Applied {}

  record Failed(Failure failure) implements Applied {}
}
