/** Local copies of source histories on disk: how much is fetched, and how. */
@NullMarked
package dev.gitopsbinding.git.source.copy;

import org.jspecify.annotations.NullMarked;
