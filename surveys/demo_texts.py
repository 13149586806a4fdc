"""Sentences that generated people write in the example surveys."""

TEXTS: dict[str, dict[str, list[str]]] = {
    "Q6": {
        "en": [
            "Most documents are in English only. Our members read Swahili and French.",
            "The pages are heavy, and our connection breaks before they are loaded.",
        ],
        "fr": [
            "Les documents arrivent tard et rarement dans notre langue.",
            "Il faut connaître le site par cœur pour trouver le bon document.",
        ],
        "es": [
            "Los documentos llegan tarde y casi siempre en inglés.",
            "Cuesta saber qué documento es el definitivo.",
        ],
        "ar": [
            "معظم الوثائق بالإنكليزية وحدها، وأعضاؤنا يقرؤون العربية.",
            "الصفحات ثقيلة، وينقطع اتصالنا قبل أن تُحمَّل.",
        ],
    },
    "Q7": {
        "en": [
            "The national report was published two days before the review.",
            "No ministry could tell us where the replies of our government are.",
        ],
        "fr": [
            "Le rapport national n’a jamais été diffusé dans le pays.",
            "Les réponses de l’État étaient introuvables après l’adoption.",
        ],
        "es": [
            "El informe nacional no se publicó en las lenguas indígenas.",
            "No supimos qué recomendaciones aceptó el Estado hasta meses después.",
        ],
        "ar": ["لم يُنشر التقرير الوطني داخل البلد.", "لم نعرف أي التوصيات أيّدتها الدولة إلا بعد أشهر."],
    },
    "Q8": {
        "en": [
            "A template would help groups that write for the first time.",
            "The limit on words is hard for coalitions.",
        ],
        "fr": [
            "Un modèle aiderait les petites associations.",
            "Nous ne savions pas comment citer nos sources sans risque.",
        ],
        "es": [
            "Falta una plantilla sencilla.",
            "El límite de palabras obliga a dejar fuera a grupos enteros.",
        ],
        "ar": [
            "من شأن نموذج بسيط أن يساعد من يكتبون للمرة الأولى.",
            "الحد المقرر لعدد الكلمات يضيق على الائتلافات.",
        ],
    },
    "Q9": {
        "en": [
            "The upload stopped twice and gave no receipt.",
            "We did not know whether our report had arrived.",
        ],
        "fr": ["Le système n’acceptait pas notre fichier.", "Aucun accusé de réception après l’envoi."],
        "es": ["El sistema cerró la sesión antes de terminar.", "No recibimos confirmación del envío."],
        "ar": ["توقف التحميل مرتين ولم نتلقَّ إشعاراً بالاستلام.", "لم نعرف هل وصل تقريرنا."],
    },
    "Q11": {
        "en": [
            "The mechanism for follow-up meets civil society twice a year.",
            "Our NHRI keeps a public table of all recommendations.",
        ],
        "fr": [
            "Un point focal au ministère répond à nos questions.",
            "Les écoles parlent des recommandations pendant une semaine par an.",
        ],
        "es": [
            "La institución nacional convoca mesas de diálogo cada semestre.",
            "El parlamento debate las recomendaciones en comisión.",
        ],
        "ar": [
            "تلتقي آلية المتابعة بالمجتمع المدني مرتين في السنة.",
            "تنشر المؤسسة الوطنية جدولاً بجميع التوصيات.",
        ],
    },
    "Q12": {
        "en": [
            "The reply of the State left open what it had accepted.",
            "There was no consultation between the review and the adoption.",
        ],
        "fr": [
            "Aucun ministère n’est chargé du suivi.",
            "Les réponses de l’État ne disent pas clairement oui ou non.",
        ],
        "es": ["No hay una persona de contacto en el gobierno.", "Nadie publica los avances."],
        "ar": ["لا توجد وزارة مكلفة بالمتابعة.", "لم تُجرَ أي مشاورة بين الاستعراض والاعتماد."],
    },
    "Q14": {
        "en": ["We lost the one moment of the year to report on follow-up.", "It changed little for us."],
        "fr": [
            "Nous avons perdu une occasion de parler du suivi.",
            "Nous intervenons maintenant en septembre, plus tard.",
        ],
        "es": ["Perdimos una oportunidad para informar del seguimiento.", "Para nosotros no cambió nada."],
        "ar": ["فقدنا فرصة للحديث عن المتابعة.", "لم يتغير الكثير بالنسبة إلينا."],
    },
    "Q15": {
        "en": [
            "Make reports at mid-term a regular part of the cycle.",
            "Ask every State for a focal point whose name is public.",
        ],
        "fr": [
            "Prévoir un rapport à mi-parcours pour chaque État.",
            "Formuler des recommandations précises et mesurables.",
        ],
        "es": [
            "Fijar indicadores y plazos para cada recomendación.",
            "Apoyar a las redes locales que vigilan los avances.",
        ],
        "ar": ["جعل تقرير منتصف المدة جزءاً ثابتاً من الجولة.", "تعيين جهة اتصال معلنة الاسم في كل دولة."],
    },
    "Q18": {
        "en": [
            "Let us speak by video for good, with sign language.",
            "Publish documents in all UN languages in time.",
        ],
        "fr": [
            "Garder la participation à distance.",
            "Expliquer l’EPU dans un langage que les enfants comprennent.",
        ],
        "es": ["Mantener las intervenciones por vídeo.", "Ofrecer guías sencillas en más idiomas."],
        "ar": [
            "الإبقاء على المداخلات بالفيديو مع لغة الإشارة.",
            "نشر الوثائق في حينها بجميع لغات الأمم المتحدة.",
        ],
    },
}
COMMENTS: dict[str, dict[str, list[str]]] = {
    "Q13": {
        "en": ["There is room, but not yet for groups far from the capital."],
        "fr": ["La place existe, mais pas encore pour les groupes marginalisés."],
        "es": ["Hay espacio, pero no para las organizaciones rurales."],
        "ar": ["الحيّز موجود، لكنه لا يتسع بعد للفئات البعيدة عن العاصمة."],
    },
    "Q16": {
        "en": ["Keep statements by video: we could speak for ourselves for the first time."],
        "fr": ["Gardez les interventions par vidéo : le voyage à Genève coûte trop cher."],
        "es": ["Que sigan las intervenciones por vídeo, con apoyo para quien no tiene conexión."],
        "ar": ["أبقوا على البيانات المصوّرة: فقد تكلمنا بأنفسنا للمرة الأولى."],
    },
}
