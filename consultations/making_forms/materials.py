"""A document as moderators hand it in."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from consultations.models import Material
from consultations.models.materials import check_file, ending_of
from surveys.documents import CannotBeCleaned, clean_apart
from surveys.documents.apart import SENTENCES


class MaterialForm(forms.ModelForm):
    """A PDF that is refused as a statement is refused here, too; in the same words."""

    class Meta:
        model = Material
        exclude: tuple[str, ...] = ()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and ending_of(file.name) == "pdf":
            check_file(file)
            try:
                clean_apart(file.read())
            except CannotBeCleaned as error:
                raise forms.ValidationError(SENTENCES[error.refusal]) from error
            file.seek(0)
        return file
