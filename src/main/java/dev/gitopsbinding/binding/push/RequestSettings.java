package dev.gitopsbinding.binding.push;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pull request is opened.
 *
 * @param provider the kind of forge; null: it is known from the host of the manifest URL
 * @param api where the forge's API is, an {@code https} URI; null: where this kind of forge has it
 * @param secret a Secret with a token, in the binding's namespace
 * @param title its title; null: one that says what is proposed
 * @param body the text before what the operator writes; null for none
 * @param labels names of labels
 * @param reviewers login names
 * @param draft whether it is opened as a draft
 * @param autoMerge whether the forge is to merge it as soon as its own rules allow that
 */
public record RequestSettings(
    @Nullable String provider,
    @Nullable URI api,
    String secret,
    @Nullable FieldTemplate title,
    @Nullable FieldTemplate body,
    List<String> labels,
    List<String> reviewers,
    boolean draft,
    boolean autoMerge) {
  /** Copies the lists. */
  public RequestSettings {
    labels = List.copyOf(labels);
    reviewers = List.copyOf(reviewers);
  }
}
