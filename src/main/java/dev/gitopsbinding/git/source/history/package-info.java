/** The history of source branches: commits and their parents, without files. */
@NullMarked
package dev.gitopsbinding.git.source.history;

import org.jspecify.annotations.NullMarked;
