/** GitLab: pipelines and commit statuses. Pure. */
@NullMarked
package dev.gitopsbinding.forge.gitlab;

import org.jspecify.annotations.NullMarked;
