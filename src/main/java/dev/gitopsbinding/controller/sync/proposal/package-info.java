/** What a sync asks and does about branches that are proposed, and about their pull requests. */
@NullMarked
package dev.gitopsbinding.controller.sync.proposal;

import org.jspecify.annotations.NullMarked;
