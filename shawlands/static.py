"""Static files with a hash in their names, module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; `import … from './x.js'` is rewritten too."""

    support_js_module_import_aggregation = True
