# ruff: noqa: E501 (sentences are not broken where a language counts longer)
"""What the two demonstrated consultations say, in four languages.

The facts of the first are those of the consultation that UPR Info held in June and July 2021; the second, and
all people who register, are generated.
"""

CONTACT = "UPR Info, consultation@example.org"
PLACE = {"en": "Geneva time", "fr": "heure de Genève", "es": "hora de Ginebra", "ar": "بتوقيت جنيف"}

OPENING = {"en": "Opening", "fr": "Ouverture", "es": "Apertura", "ar": "الافتتاح"}
WELCOME = {"en": "Welcome", "fr": "Mot de bienvenue", "es": "Bienvenida", "ar": "كلمة ترحيب"}
CLOSING = {"en": "Closing", "fr": "Clôture", "es": "Clausura", "ar": "الختام"}
FINDINGS = {
    "en": "What the survey found",
    "fr": "Ce que l’enquête a montré",
    "es": "Lo que mostró la encuesta",
    "ar": "ما أظهره الاستبيان",
}
HOSTS = {
    "en": "Mona M’Bikay, Executive Director, UPR Info\nGianni Magazzeni, Chief of the UPR Branch, OHCHR",
    "fr": "Mona M’Bikay, directrice exécutive, UPR Info\nGianni Magazzeni, chef du Service de l’EPU, HCDH",
    "es": "Mona M’Bikay, directora ejecutiva, UPR Info\nGianni Magazzeni, jefe de la Subdivisión del EPU, ACNUDH",
    "ar": "Mona M’Bikay، المديرة التنفيذية، UPR Info\nGianni Magazzeni، رئيس فرع الاستعراض الدوري الشامل، المفوضية",
}
TO_BE_CONFIRMED_HOSTS = {
    "en": "UPR Info\nOHCHR",
    "fr": "UPR Info\nHCDH",
    "es": "UPR Info\nACNUDH",
    "ar": "UPR Info\nالمفوضية السامية لحقوق الإنسان",
}
UPR_INFO = {"en": "UPR Info", "ar": "UPR Info", "fr": "UPR Info", "es": "UPR Info"}

PAST = {
    "title": {
        "en": "Strengthening the 4th cycle of the UPR",
        "fr": "Renforcer le 4e cycle de l’EPU",
        "es": "Fortalecer el 4.º ciclo del EPU",
        "ar": "تعزيز الجولة الرابعة من الاستعراض الدوري الشامل",
    },
    "summary": {
        "en": "Before the fourth cycle began, civil society was asked what the review should keep and what it"
        " should change. A survey came first. Its findings set the agenda of two days of dialogue, and a report"
        " carries the proposals to those who reform the mechanism.",
        "fr": "Avant le quatrième cycle, la société civile a dit ce que l’Examen doit garder et ce qu’il doit"
        " changer. Une enquête a ouvert la marche. Ses résultats ont fixé l’ordre du jour de deux journées"
        " de dialogue, et un rapport porte les propositions à celles et ceux qui réforment le mécanisme.",
        "es": "Antes del cuarto ciclo, la sociedad civil dijo qué debe conservar el Examen y qué debe cambiar."
        " Primero hubo una encuesta. Sus resultados fijaron el programa de dos días de diálogo, y un informe lleva"
        " las propuestas a quienes reforman el mecanismo.",
        "ar": "قبل انطلاق الجولة الرابعة سُئل المجتمع المدني عمّا ينبغي أن يحافظ عليه الاستعراض وما ينبغي أن يغيّره."
        " بدأ الأمر باستبيان، ثم حدّدت نتائجه جدول أعمال يومين من الحوار، ويحمل تقريرٌ المقترحات إلى القائمين على"
        " إصلاح الآلية.",
    },
    "event": {
        "en": "Two days of dialogue with civil society",
        "fr": "Deux journées de dialogue avec la société civile",
        "es": "Dos días de diálogo con la sociedad civil",
        "ar": "يومان من الحوار مع المجتمع المدني",
    },
    "language_note": {
        "en": "The concept note announced English and French; the outcome report adds Spanish.",
        "fr": "La note de cadrage annonçait l’anglais et le français ; le rapport final ajoute l’espagnol.",
        "es": "La nota conceptual anunciaba inglés y francés; el informe final añade el español.",
        "ar": "أعلنت المذكرة المفاهيمية عن الإنكليزية والفرنسية، وأضاف التقرير الختامي الإسبانية.",
    },
}

PAST_THEMES = (
    {
        "en": "Civil society participation",
        "fr": "Participation de la société civile",
        "es": "Participación de la sociedad civil",
        "ar": "مشاركة المجتمع المدني",
    },
    {
        "en": "Good practices for implementation",
        "fr": "Bonnes pratiques de mise en œuvre",
        "es": "Buenas prácticas de aplicación",
        "ar": "الممارسات الجيدة في التنفيذ",
    },
)

PAST_SUB_TOPICS = (
    {
        "title": {
            "en": "Looking back on how civil society takes part",
            "fr": "Regard sur la participation de la société civile",
            "es": "Balance de la participación de la sociedad civil",
            "ar": "نظرة على مشاركة المجتمع المدني",
        },
        "questions": {
            "en": "What have organisations gained by working in coalitions?\n"
            "How far have marginalised groups been heard in national consultations?\n"
            "What part have NHRIs, parliamentarians and other national actors played?",
            "fr": "Qu’ont gagné les organisations à travailler en coalition ?\n"
            "Dans quelle mesure les groupes marginalisés ont-ils été entendus dans les consultations nationales ?\n"
            "Quel rôle ont joué les INDH, les parlementaires et les autres acteurs nationaux ?",
            "es": "¿Qué han ganado las organizaciones al trabajar en coalición?\n"
            "¿Hasta qué punto se ha escuchado a los grupos marginados en las consultas nacionales?\n"
            "¿Qué papel han tenido las INDH, los parlamentarios y otros actores nacionales?",
            "ar": "ماذا كسبت المنظمات من العمل ضمن ائتلافات؟\n"
            "إلى أي مدى سُمعت الفئات المهمشة في المشاورات الوطنية؟\n"
            "ما الدور الذي أدّته المؤسسات الوطنية والبرلمانيون وسائر الجهات الوطنية؟",
        },
    },
    {
        "title": {
            "en": "Technical and procedural sides of taking part",
            "fr": "Aspects techniques et procéduraux de la participation",
            "es": "Aspectos técnicos y de procedimiento de la participación",
            "ar": "الجوانب التقنية والإجرائية للمشاركة",
        },
        "questions": {
            "en": "What would make the mechanism easier to reach?\n"
            "Which changes made during the pandemic helped civil society to take part?\n"
            "Which of them should stay?",
            "fr": "Qu’est-ce qui rendrait le mécanisme plus accessible ?\n"
            "Quels changements dus à la pandémie ont aidé la société civile à participer ?\n"
            "Lesquels faut-il garder ?",
            "es": "¿Qué haría más accesible el mecanismo?\n"
            "¿Qué cambios debidos a la pandemia ayudaron a la sociedad civil a participar?\n"
            "¿Cuáles conviene mantener?",
            "ar": "ما الذي يجعل الآلية أيسر منالاً؟\n"
            "أي التغييرات التي فرضتها الجائحة ساعدت المجتمع المدني على المشاركة؟\n"
            "وأيّها ينبغي أن يبقى؟",
        },
    },
    {
        "title": {
            "en": "What States can do",
            "fr": "Ce que peuvent faire les États",
            "es": "Lo que pueden hacer los Estados",
            "ar": "ما بوسع الدول أن تفعله",
        },
        "questions": {
            "en": "What leads a State under review to work with civil society?\n"
            "Which ways of working together have proved themselves while recommendations are carried out?\n"
            "Which tools and information does civil society need to monitor that, and how can States give them?\n"
            "How could the general debate under item 6 serve for updates and follow-up?",
            "fr": "Qu’est-ce qui amène un État examiné à travailler avec la société civile ?\n"
            "Quelles formes de coopération ont fait leurs preuves pendant la mise en œuvre ?\n"
            "De quels outils et informations la société civile a-t-elle besoin pour le suivi ?\n"
            "Comment le débat général au titre du point 6 peut-il servir au suivi ?",
            "es": "¿Qué lleva a un Estado examinado a trabajar con la sociedad civil?\n"
            "¿Qué formas de cooperación han dado resultado durante la aplicación?\n"
            "¿Qué herramientas e información necesita la sociedad civil para el seguimiento?\n"
            "¿Cómo puede servir al seguimiento el debate general del tema 6?",
            "ar": "ما الذي يدفع الدولة موضوع الاستعراض إلى العمل مع المجتمع المدني؟\n"
            "أي أشكال التعاون أثبتت جدواها أثناء التنفيذ؟\n"
            "ما الأدوات والمعلومات التي يحتاجها المجتمع المدني للمتابعة؟\n"
            "كيف يمكن للمناقشة العامة في إطار البند 6 أن تخدم المتابعة؟",
        },
    },
    {
        "title": {
            "en": "Support for those who engage",
            "fr": "Appui à celles et ceux qui s’engagent",
            "es": "Apoyo a quienes se implican",
            "ar": "دعم المنخرطين في الآلية",
        },
        "questions": {
            "en": "How can OHCHR and United Nations agencies back civil society better?\n"
            "Which tools help most in follow-up, and how could they be better?",
            "fr": "Comment le HCDH et les agences des Nations Unies peuvent-ils mieux appuyer la société civile ?\n"
            "Quels outils aident le plus au suivi, et comment les améliorer ?",
            "es": "¿Cómo pueden el ACNUDH y los organismos de las Naciones Unidas apoyar mejor a la sociedad civil?\n"
            "¿Qué herramientas ayudan más en el seguimiento y cómo mejorarlas?",
            "ar": "كيف يمكن للمفوضية ووكالات الأمم المتحدة أن تدعم المجتمع المدني على نحو أفضل؟\n"
            "أي الأدوات أنفع في المتابعة، وكيف يمكن تحسينها؟",
        },
    },
)

OPEN = {
    "title": {
        "en": "From recommendations to change",
        "fr": "Des recommandations au changement",
        "es": "De las recomendaciones al cambio",
        "ar": "من التوصيات إلى التغيير",
    },
    "summary": {
        "en": "Years lie between two reviews. What happens in them? Tell us in the survey, and then come and"
        " say it: two days, four sub-topics, six seats in each. This consultation is a demonstration.",
        "fr": "Entre deux examens, des années passent. Que s’y passe-t-il ? Dites-le dans l’enquête, puis venez"
        " le dire : deux jours, quatre sous-thèmes, six places chacun. Cette consultation est une démonstration.",
        "es": "Entre dos exámenes pasan años. ¿Qué ocurre en ellos? Cuéntelo en la encuesta y venga luego a decirlo:"
        " dos días, cuatro subtemas, seis lugares en cada uno. Esta consulta es una demostración.",
        "ar": "بين استعراضين تمرّ سنوات. ماذا يحدث خلالها؟ أخبرونا في الاستبيان، ثم تعالوا وتحدثوا: يومان، وأربعة"
        " مواضيع فرعية، وستة مقاعد في كل منها. هذه المشاورة للعرض التوضيحي.",
    },
    "event": {
        "en": "Two days on follow-up",
        "fr": "Deux journées sur le suivi",
        "es": "Dos días sobre el seguimiento",
        "ar": "يومان حول المتابعة",
    },
    "venue": {
        "en": "Geneva; the room is announced to those who are registered",
        "fr": "Genève ; la salle est annoncée aux personnes inscrites",
        "es": "Ginebra; la sala se anuncia a las personas inscritas",
        "ar": "جنيف؛ تُعلن القاعة للمسجلين",
    },
    "access_notes": {
        "en": "Step-free entrance, hearing loop, quiet room. Live captions online in English and French.",
        "fr": "Entrée de plain-pied, boucle magnétique, salle calme. Sous-titres en direct en anglais et en français.",
        "es": "Entrada sin escalones, bucle magnético, sala tranquila. Subtítulos en directo en inglés y francés.",
        "ar": "مدخل بلا درج، وحلقة سمعية، وغرفة هادئة. ترجمة نصية مباشرة بالإنكليزية والفرنسية.",
    },
    "sign_languages": {
        "en": "International Sign",
        "fr": "Langue des signes internationale",
        "es": "Sistema de signos internacional",
        "ar": "لغة الإشارة الدولية",
    },
}

OPEN_THEMES = (
    {
        "en": "Who keeps watch",
        "fr": "Qui veille au suivi",
        "es": "Quién hace el seguimiento",
        "ar": "من يتابع",
    },
    {
        "en": "What makes the difference",
        "fr": "Ce qui fait la différence",
        "es": "Lo que marca la diferencia",
        "ar": "ما الذي يصنع الفرق",
    },
)

OPEN_SUB_TOPICS = (
    {
        "title": {
            "en": "Coalitions that last",
            "fr": "Des coalitions qui durent",
            "es": "Coaliciones que duran",
            "ar": "ائتلافات تدوم",
        },
        "questions": {
            "en": "What keeps a coalition together after the review?\nWho writes the mid-term report, and who pays for it?",
            "fr": "Qu’est-ce qui tient une coalition après l’examen ?\nQui rédige le rapport à mi-parcours, et qui paie ?",
            "es": "¿Qué mantiene unida a una coalición tras el examen?\n¿Quién redacta el informe de mitad de período"
            " y quién lo paga?",
            "ar": "ما الذي يُبقي الائتلاف متماسكاً بعد الاستعراض؟\nمن يكتب تقرير منتصف المدة، ومن يموّله؟",
        },
    },
    {
        "title": {
            "en": "National mechanisms for follow-up",
            "fr": "Mécanismes nationaux de suivi",
            "es": "Mecanismos nacionales de seguimiento",
            "ar": "الآليات الوطنية للمتابعة",
        },
        "questions": {
            "en": "Does civil society have a seat in yours?\nWhat does it publish, and when?",
            "fr": "La société civile siège-t-elle dans le vôtre ?\nQue publie-t-il, et quand ?",
            "es": "¿Tiene la sociedad civil un lugar en el suyo?\n¿Qué publica y cuándo?",
            "ar": "هل للمجتمع المدني مقعد في آليتكم؟\nماذا تنشر، ومتى؟",
        },
    },
    {
        "title": {
            "en": "Recommendations that can be measured",
            "fr": "Des recommandations mesurables",
            "es": "Recomendaciones que se pueden medir",
            "ar": "توصيات قابلة للقياس",
        },
        "questions": {
            "en": "Which wording helped you to hold a State to its word?\nWhich indicators do you use?",
            "fr": "Quelle formulation vous a aidés à rappeler un État à sa parole ?\nQuels indicateurs utilisez-vous ?",
            "es": "¿Qué redacción le ayudó a exigir a un Estado que cumpliera?\n¿Qué indicadores utiliza?",
            "ar": "أي صياغة ساعدتكم على مساءلة الدولة عن وعدها؟\nما المؤشرات التي تستخدمونها؟",
        },
    },
    {
        "title": {
            "en": "Money and time for the work",
            "fr": "De l’argent et du temps pour ce travail",
            "es": "Dinero y tiempo para este trabajo",
            "ar": "المال والوقت لهذا العمل",
        },
        "questions": {
            "en": "What does follow-up cost an organisation of your size?\nWhat would you do with one more year?",
            "fr": "Que coûte le suivi à une organisation de votre taille ?\nQue feriez-vous d’une année de plus ?",
            "es": "¿Cuánto cuesta el seguimiento a una organización como la suya?\n¿Qué haría con un año más?",
            "ar": "كم تكلّف المتابعة منظمة بحجم منظمتكم؟\nماذا كنتم ستفعلون بسنة إضافية؟",
        },
    },
)
