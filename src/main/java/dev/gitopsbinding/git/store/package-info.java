/** Local copies on disk, their budget, and what is read from them. */
package dev.gitopsbinding.git.store;
