/** The fact finders that read the history of source branches. */
@NullMarked
package dev.gitopsbinding.controller.sync.history;

import org.jspecify.annotations.NullMarked;
