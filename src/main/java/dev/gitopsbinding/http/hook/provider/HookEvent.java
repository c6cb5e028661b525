package dev.gitopsbinding.http.hook.provider;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Set;

/** What a payload names; nothing else of it is used. */
public sealed interface HookEvent {
  /** The sender asks whether anybody is there. */
  record Ping() implements HookEvent {}

  /** Something else has happened. */
  record Irrelevant() implements HookEvent {}

  /**
   * Branches have moved, came or went.
   *
   * @param urls all of one repository
   */
  record BranchesMoved(List<RepositoryUrl> urls, Set<String> branches) implements HookEvent {
    /** Copies the collections. */
    public BranchesMoved {
      urls = List.copyOf(urls);
      branches = Set.copyOf(branches);
    }
  }

  /**
   * A pull request has changed.
   *
   * @param urls all of the repository that it is for
   */
  record PullRequestChanged(List<RepositoryUrl> urls) implements HookEvent {
    /** Copies the list. */
    public PullRequestChanged {
      urls = List.copyOf(urls);
    }
  }

  /**
   * Images are in a registry.
   *
   * @param images each with a tag
   */
  record ImagesPushed(Set<ImageReference> images) implements HookEvent {
    /** Copies the set. */
    public ImagesPushed {
      images = Set.copyOf(images);
    }
  }
}
