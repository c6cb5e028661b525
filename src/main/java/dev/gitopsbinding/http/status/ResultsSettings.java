package dev.gitopsbinding.http.status;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which results are served over HTTP.
 *
 * @param audience who may see the states of all bindings
 * @param reconcileToken the file that holds the token of those who may ask for syncs; null: nobody
 */
public record ResultsSettings(Audience audience, @Nullable Path reconcileToken) {}
